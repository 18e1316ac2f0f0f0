import { type AgreedTrack, type ExtensionName, extensionId } from '../sdp/agreed-track.js';

/** The parts of an RTP header that tell where a packet belongs. */
export interface SourceHeader {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly extensions: readonly { readonly id: number; readonly payload: Buffer }[];
}

/** Where packets of an SSRC belong. */
export interface Source {
  readonly track: AgreedTrack;
  readonly rid: string | undefined;
  /** RFC 4588: the packets repeat those of another SSRC. */
  readonly isRetransmission: boolean;
}

/**
 * Finds the track and layer of an SSRC: by the rid and mid header extensions, by the offer's
 * `a=ssrc` lines, or else by the payload type (RFC 9143, section 9.2). What was found is remembered:
 * senders leave the extensions out after a while.
 */
export class SourceTable {
  readonly #tracks: readonly AgreedTrack[];
  readonly #known = new Map<number, Source>();

  constructor(tracks: readonly AgreedTrack[]) {
    this.#tracks = tracks;
  }

  find(header: SourceHeader): Source | undefined {
    const known = this.#known.get(header.ssrc);
    if (known) return carries(known, header.payloadType) ? known : undefined;
    const found = this.#learn(header);
    if (found) this.#known.set(header.ssrc, found);
    return found;
  }

  #learn(header: SourceHeader): Source | undefined {
    const track = this.#trackOf(header);
    if (!track) return undefined;
    const isRetransmission = header.payloadType === track.retransmission;
    if (!isRetransmission && header.payloadType !== track.codec.payloadType) return undefined;
    const rid = ridOf(track, header);
    if (track.rids.length > 0 && !track.rids.some((offered) => offered.rid === rid))
      return undefined;
    return { track, rid, isRetransmission };
  }

  #trackOf(header: SourceHeader): AgreedTrack | undefined {
    const { ssrc, payloadType } = header;
    return (
      this.#tracks.find((track) => readText(track, 'mid', header) === track.mid) ??
      this.#tracks.find(({ offered }) => offered.ssrcs.includes(ssrc)) ??
      this.#tracks.find(
        ({ codec, retransmission }) =>
          payloadType === codec.payloadType || payloadType === retransmission,
      )
    );
  }
}

function carries({ track, isRetransmission }: Source, payloadType: number): boolean {
  return payloadType === (isRetransmission ? track.retransmission : track.codec.payloadType);
}

/** Undefined where the track has no layers, or the packet does not tell. */
function ridOf(track: AgreedTrack, header: SourceHeader): string | undefined {
  if (track.rids.length === 0) return undefined;
  return (
    readText(track, 'repairedRid', header) ??
    readText(track, 'rid', header) ??
    ridByPlace(track, header.ssrc)
  );
}

/** Firefox lists the SSRCs of its layers in their order, each with its retransmission. */
function ridByPlace({ offered, rids }: AgreedTrack, ssrc: number): string | undefined {
  const pairs = offered.ssrcGroups.filter(({ semantics }) => semantics === 'FID');
  const place = pairs.findIndex(({ ssrcs }) => ssrcs.includes(ssrc));
  return pairs.length === rids.length ? rids[place]?.rid : undefined;
}

function readText(
  track: AgreedTrack,
  name: ExtensionName,
  { extensions }: SourceHeader,
): string | undefined {
  const id = extensionId(track, name);
  if (id === undefined) return undefined;
  return extensions.find((extension) => extension.id === id)?.payload.toString('latin1');
}
