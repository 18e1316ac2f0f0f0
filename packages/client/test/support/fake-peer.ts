import type {
  LocalCandidate,
  PeerConnection,
  PeerEvents,
  PeerSender,
  PeerTransceiver,
} from '../../src/platform.js';
import { sampleAnswer, sampleOffer, ufragOf } from './sample-sdp.js';

type Transceiver = readonly [track: MediaStreamTrack | string, init: RTCRtpTransceiverInit];

/** A DTLS transport that ends when the test says so. */
export class FakeTransport {
  state = 'connected';
  readonly #listeners: (() => void)[] = [];

  addEventListener(_name: 'statechange', listener: () => void): void {
    this.#listeners.push(listener);
  }

  become(state: string): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** A sender that does what it is told, or throws it back. */
export class FakeSender implements PeerSender {
  parameters: RTCRtpSendParameters;
  readonly tracks: MediaStreamTrack[] = [];
  refusal: Error | undefined;

  constructor(encodings: RTCRtpEncodingParameters[]) {
    this.parameters = { encodings, codecs: [], headerExtensions: [], rtcp: {}, transactionId: 't' };
  }

  getParameters(): RTCRtpSendParameters {
    return structuredClone(this.parameters);
  }

  async setParameters(parameters: RTCRtpSendParameters): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.parameters = parameters;
  }

  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.tracks.push(track);
  }
}

/** A connection without media: it keeps a log, and the test plays ICE. */
export class FakePeer implements PeerConnection {
  connectionState: RTCPeerConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'new';
  localDescription: { readonly sdp: string } | null = null;
  /** Names of the calls, in order. */
  readonly calls: string[] = [];
  readonly transceivers: Transceiver[] = [];
  readonly senders: FakeSender[] = [];
  /** What setCodecPreferences was told, by transceiver. */
  readonly preferences: (readonly RTCRtpCodec[])[] = [];
  readonly remote: RTCSessionDescriptionInit[] = [];
  configuration: RTCConfiguration;
  /** Called by setRemoteDescription; throws to refuse. */
  onRemote: (description: RTCSessionDescriptionInit) => void = () => {};
  /** Thrown by a call of this name. */
  readonly refusals: Partial<
    Record<'createOffer' | 'setConfiguration' | 'setLocalDescription', Error>
  > = {};
  readonly transport = new FakeTransport();
  generation = 0;
  report: RTCStatsReport = new Map();
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
  }

  addEventListener<Name extends keyof PeerEvents>(
    name: Name,
    listener: (event: PeerEvents[Name]) => void,
  ): void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
  }

  emit<Name extends keyof PeerEvents>(name: Name, event: PeerEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (event: PeerEvents[Name]) => void)(event);
  }

  addTransceiver(
    track: MediaStreamTrack | string,
    init: RTCRtpTransceiverInit,
  ): PeerTransceiver | undefined {
    const index = this.transceivers.push([track, init]) - 1;
    const sender = new FakeSender(
      (init.sendEncodings ?? [{}]).map((encoding) => ({ active: true, ...encoding })),
    );
    this.senders.push(sender);
    return {
      sender,
      setCodecPreferences: (codecs) => {
        this.preferences[index] = codecs;
      },
    };
  }

  async createOffer(options: { readonly iceRestart?: boolean } = {}) {
    this.calls.push(options.iceRestart ? 'createOffer(restart)' : 'createOffer');
    if (this.refusals.createOffer) throw this.refusals.createOffer;
    if (options.iceRestart) this.generation += 1;
    const [first] = this.transceivers;
    const stream = first?.[1].streams?.[0]?.id;
    const text = sampleOffer({
      generation: this.generation,
      direction: first?.[1].direction ?? 'sendrecv',
      kinds: this.transceivers.map(([track]) => (typeof track === 'string' ? track : track.kind)),
      ...(stream === undefined ? {} : { stream }),
    });
    return { type: 'offer', sdp: text } as const;
  }

  async createAnswer() {
    this.calls.push('createAnswer');
    return { type: 'answer', sdp: sampleAnswer(this.remote.at(-1)?.sdp ?? '') } as const;
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.calls.push(`setLocalDescription(${description.type})`);
    if (this.refusals.setLocalDescription) throw this.refusals.setLocalDescription;
    this.localDescription = { sdp: description.sdp ?? '' };
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.calls.push(`setRemoteDescription(${description.type})`);
    this.onRemote(description);
    this.remote.push(description);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.calls.push('setConfiguration');
    if (this.refusals.setConfiguration) throw this.refusals.setConfiguration;
    this.configuration = configuration;
  }

  async getStats(): Promise<RTCStatsReport> {
    return this.report;
  }

  getSenders() {
    return [{ transport: null }, { transport: this.transport }];
  }

  close(): void {
    this.calls.push('close');
  }

  /** One local candidate of a generation. */
  gather(port: number, options: Partial<LocalCandidate> & { generation?: number } = {}): void {
    const ufrag = ufragOf(options.generation ?? this.generation);
    const candidate = `candidate:1 1 udp 2122260223 192.0.2.1 ${port} typ host ufrag ${ufrag}`;
    this.emit('icecandidate', {
      candidate: { candidate, sdpMid: '0', usernameFragment: ufrag, ...options },
    });
  }

  gatheringDone(): void {
    this.iceGatheringState = 'complete';
    this.emit('icegatheringstatechange', undefined);
    this.emit('icecandidate', { candidate: null });
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.emit('connectionstatechange', undefined);
  }
}
