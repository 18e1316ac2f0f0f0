/** The members of RTCIceCandidate that are read here. */
export interface LocalCandidate {
  /** `candidate:…`; empty for the end of a generation. */
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly usernameFragment: string | null;
}

/** Events of a connection that are listened to here. */
export interface PeerEvents {
  icecandidate: { readonly candidate: LocalCandidate | null };
  connectionstatechange: unknown;
  icegatheringstatechange: unknown;
  track: { readonly track: MediaStreamTrack };
}

/** The DTLS transport that all of a bundled connection shares. */
export interface PeerTransport {
  readonly state: string;
  addEventListener(name: 'statechange', listener: () => void): void;
}

/** What is used of RTCRtpSender. What a stack lacks, the options that need it cannot be used. */
export interface PeerSender {
  getParameters?(): RTCRtpSendParameters;
  setParameters?(parameters: RTCRtpSendParameters): Promise<void>;
  replaceTrack?(track: MediaStreamTrack): Promise<void>;
}

/** What is used of RTCRtpTransceiver. */
export interface PeerTransceiver {
  readonly sender?: PeerSender;
  readonly setCodecPreferences?: (codecs: RTCRtpCodec[]) => void;
}

/** The codecs of one kind that can be sent, and those that can be received. */
export interface CodecCapabilities {
  readonly send: readonly RTCRtpCodec[];
  readonly receive: readonly RTCRtpCodec[];
}

/**
 * The part of RTCPeerConnection this package uses. A browser's own fits; so does any other stack
 * that has these members.
 */
export interface PeerConnection {
  readonly connectionState: RTCPeerConnectionState;
  readonly iceGatheringState: RTCIceGatheringState;
  readonly localDescription: { readonly sdp: string } | null;
  addEventListener<Name extends keyof PeerEvents>(
    name: Name,
    listener: (event: PeerEvents[Name]) => void,
  ): void;
  /** @returns a {@link PeerTransceiver}, or anything: it is looked at only for options that need it. */
  addTransceiver(track: MediaStreamTrack | string, init: RTCRtpTransceiverInit): unknown;
  createAnswer(): Promise<RTCSessionDescriptionInit>;
  createOffer(options?: { readonly iceRestart?: boolean }): Promise<RTCSessionDescriptionInit>;
  getStats(): Promise<RTCStatsReport>;
  setConfiguration(configuration: RTCConfiguration): void;
  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>;
  /** Default: the end of the transport is noticed by ICE alone, seconds later. */
  getSenders?(): readonly { readonly transport: PeerTransport | null }[];
  /** See {@link getSenders}. */
  getReceivers?(): readonly { readonly transport: PeerTransport | null }[];
  close(): void;
}

/** What the environment gives. A browser has all of it; in Node all but `fetch` is passed in. */
export interface Platform {
  readonly fetch: typeof fetch;
  readonly createPeerConnection: (configuration: RTCConfiguration) => PeerConnection;
  /** Playing only: an empty stream that received tracks are added to. */
  readonly createMediaStream: () => MediaStream;
  /** Publishing with chosen codecs only. */
  readonly codecCapabilities: (kind: string) => CodecCapabilities;
}

export const BROWSER_PLATFORM: Platform = {
  fetch: (input, init) => globalThis.fetch(input, init),
  createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  createMediaStream: () => new MediaStream(),
  codecCapabilities: (kind) => ({
    send: RTCRtpSender.getCapabilities(kind)?.codecs ?? [],
    receive: RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [],
  }),
};
