import {
  attribute,
  isBundleOnly,
  parseSdp,
  printSdp,
  type SdpLines,
} from './session-description.js';

export interface OfferChanges {
  /** Publishing: the one stream id that all sections name (RFC 9725, section 4.4.2; C-05). */
  readonly streamId?: string;
  /** True when all candidates are in the offer (C-08, half-trickle). */
  readonly complete?: boolean;
}

/**
 * The offer as it goes to the server: the platform's own, with what RFC 9725 asks for and no
 * browser writes (C-04, C-05, C-08). The platform keeps its unchanged text.
 */
export function offerToSend(sdp: string, changes: OfferChanges = {}): string {
  const { session, media } = parseSdp(sdp);
  const steps = [
    withRtcpMuxOnly,
    (section: SdpLines) => withStream(section, changes.streamId),
    (section: SdpLines, index: number) =>
      changes.complete && index === 0 ? withEndOfCandidates(section) : section,
  ];
  return printSdp({
    session,
    media: media.map((section, index) =>
      steps.reduce((lines, step) => step(lines, index), section),
    ),
  });
}

function withRtcpMuxOnly(section: SdpLines): SdpLines {
  if (isBundleOnly(section) || attribute(section, 'rtcp-mux-only') !== undefined) return section;
  const at = section.indexOf('a=rtcp-mux');
  return at === -1 ? section : section.toSpliced(at + 1, 0, 'a=rtcp-mux-only');
}

/** One MediaStream: the first token of every msid is the same (X9 of the checklist; C-05). */
function withStream(section: SdpLines, streamId: string | undefined): SdpLines {
  if (streamId === undefined) return section;
  const others = section.filter((line) => !line.startsWith('a=msid:'));
  const track = attribute(section, 'msid')?.split(' ')[1];
  const mid = attribute(section, 'mid') ?? '0';
  return [...others, `a=msid:${streamId} ${track ?? `${streamId}-${mid}`}`];
}

function withEndOfCandidates(section: SdpLines): SdpLines {
  return attribute(section, 'end-of-candidates') === undefined
    ? [...section, 'a=end-of-candidates']
    : section;
}
