import { ClientError } from '../client-error.js';
import { failingAs } from '../failing-as.js';
import {
  addTransceiver,
  type PeerConnection,
  type PeerSender,
  type PeerTransceiver,
  type Platform,
  type SourceStream,
  type SourceTrack,
  type TransceiverInit,
} from '../platform.js';
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
  add(peer: PeerConnection, track: SourceTrack, stream: SourceStream, limits: BitrateLimits): void {
    const encodings = sendEncodings(track.kind, layersOf(this.#options), limits);
    const init: TransceiverInit = {
      direction: 'sendonly',
      streams: [stream],
      ...(encodings ? { sendEncodings: encodings } : {}),
    };
    const transceiver = added(peer, track, init);
    if (transceiver.sender) this.#senders.set(track.kind, transceiver.sender);
    const wanted = this.#options.codecs?.[track.kind === 'audio' ? 'audio' : 'video'];
    if (!wanted) return;
    mustHave(transceiver, 'setCodecPreferences');
    const capabilities = this.#platform.codecCapabilities(track.kind);
    transceiver.setCodecPreferences?.(preferredCodecs(track.kind, wanted, capabilities));
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
  async replaceTrack(track: SourceTrack): Promise<void> {
    const sender = this.#senders.get(track.kind);
    if (!sender)
      throw new ClientError('tracks-unsupported', `The session has no ${track.kind} to replace.`);
    mustHave(sender, 'replaceTrack');
    await failingAs('option-invalid', sender.replaceTrack?.(track));
  }
}

function added(peer: PeerConnection, track: SourceTrack, init: TransceiverInit): PeerTransceiver {
  try {
    return addTransceiver(peer, track, init);
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
  mustHave(sender, 'setParameters');
  const parameters = sender.getParameters?.() ?? { encodings: [] };
  const encodings = change(parameters.encodings);
  await failingAs(
    'option-invalid',
    sender.setParameters?.({ ...parameters, encodings } as RTCRtpSendParameters),
  );
}

/** @throws ClientError `platform-lacking` */
function mustHave(target: object, name: string): void {
  if (!Reflect.get(target, name))
    throw new ClientError('platform-lacking', `This WebRTC implementation has no ${name}().`);
}
