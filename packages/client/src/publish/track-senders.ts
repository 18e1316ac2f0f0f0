import { ClientError } from '../client-error.js';
import type { PeerConnection, PeerSender, PeerTransceiver, Platform } from '../platform.js';
import { answeredLayers } from './answered-layers.js';
import { preferredCodecs } from './codec-preferences.js';
import { type BitrateLimits, layersOf, type WhipOptions } from './publish-options.js';
import { sendEncodings, withLimits } from './send-encodings.js';

/** The senders of one session, by the kind of their track. */
export class TrackSenders {
  readonly #options: WhipOptions;
  readonly #platform: Platform;
  readonly #senders = new Map<string, PeerSender>();
  #layers: readonly string[] = [];

  constructor(options: WhipOptions, platform: Platform) {
    this.#options = options;
    this.#platform = platform;
  }

  /** Rids that the answer took; none before it and without simulcast. */
  get layers(): readonly string[] {
    return this.#layers;
  }

  /**
   * Adds a track as sendonly, never anything else (C-03).
   *
   * @throws ClientError `codec-unavailable`, `option-invalid`, `platform-lacking`.
   */
  add(
    peer: PeerConnection,
    track: MediaStreamTrack,
    stream: MediaStream,
    limits: BitrateLimits,
  ): void {
    const encodings = sendEncodings(track.kind, layersOf(this.#options), limits);
    const init: RTCRtpTransceiverInit = {
      direction: 'sendonly',
      streams: [stream],
      ...(encodings ? { sendEncodings: encodings } : {}),
    };
    const { sender, ...transceiver } = addTransceiver(peer, track, init);
    if (sender) this.#senders.set(track.kind, sender);
    const wanted = this.#options.codecs?.[track.kind === 'audio' ? 'audio' : 'video'];
    if (wanted)
      needed(
        transceiver.setCodecPreferences,
        'setCodecPreferences',
      )(preferredCodecs(track.kind, wanted, this.#platform.codecCapabilities(track.kind)));
  }

  /** Sends no layer that the answer left out; the first one without simulcast (C-35). */
  async answered(answer: string): Promise<void> {
    const wanted = layersOf(this.#options);
    const sender = this.#senders.get('video');
    if (wanted.length === 0 || !sender) return;
    const taken = answeredLayers(answer);
    this.#layers = wanted.map(({ rid }) => rid).filter((rid) => taken.includes(rid));
    const left = new Set(
      this.#layers.length > 0 ? this.#layers : wanted.slice(0, 1).map(({ rid }) => rid),
    );
    // Browsers have dropped the others by themselves.
    if (encodingsOf(sender).some(({ rid, active }) => rid && active && !left.has(rid)))
      await setEncodings(sender, (encodings) =>
        encodings.map((encoding) =>
          left.has(encoding.rid ?? '') ? encoding : { ...encoding, active: false },
        ),
      );
  }

  /** @throws ClientError `platform-lacking`, or `option-invalid` when the platform refuses them. */
  async limit(limits: BitrateLimits): Promise<void> {
    for (const [kind, sender] of this.#senders)
      await setEncodings(sender, (encodings) =>
        withLimits(encodings, kind, layersOf(this.#options), limits),
      );
  }

  /** @throws ClientError `tracks-unsupported`, `platform-lacking`, `option-invalid`. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    const sender = this.#senders.get(track.kind);
    if (!sender)
      throw new ClientError('tracks-unsupported', `The session has no ${track.kind} to replace.`);
    await refusable(needed(sender.replaceTrack?.bind(sender), 'replaceTrack')(track));
  }
}

function addTransceiver(
  peer: PeerConnection,
  track: MediaStreamTrack,
  init: RTCRtpTransceiverInit,
): PeerTransceiver {
  try {
    const added: unknown = peer.addTransceiver(track, init);
    if (typeof added !== 'object' || added === null) return {};
    const { sender, setCodecPreferences } = added as PeerTransceiver;
    return {
      ...(sender ? { sender } : {}),
      ...(setCodecPreferences ? { setCodecPreferences: setCodecPreferences.bind(added) } : {}),
    };
  } catch (cause) {
    throw ClientError.from(cause, 'option-invalid');
  }
}

function encodingsOf(sender: PeerSender): readonly RTCRtpEncodingParameters[] {
  return sender.getParameters?.().encodings ?? [];
}

async function setEncodings(
  sender: PeerSender,
  change: (encodings: readonly RTCRtpEncodingParameters[]) => RTCRtpEncodingParameters[],
): Promise<void> {
  const set = needed(sender.setParameters?.bind(sender), 'setParameters');
  const parameters = needed(sender.getParameters?.bind(sender), 'getParameters')();
  await refusable(set({ ...parameters, encodings: change(parameters.encodings) }));
}

/** @throws ClientError `platform-lacking` */
function needed<Member>(member: Member | undefined, name: string): Member {
  if (member === undefined)
    throw new ClientError('platform-lacking', `This WebRTC implementation has no ${name}().`);
  return member;
}

function refusable<Value>(promise: Promise<Value>): Promise<Value> {
  return promise.catch((cause: unknown) => {
    throw ClientError.from(cause, 'option-invalid');
  });
}
