/** The members of RTCIceCandidate that are read here. */
export interface LocalCandidate {
  /** `candidate:…`; empty for the end of a generation. */
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly usernameFragment: string | null;
}

/** Events of a connection that are listened to here. */
export interface PeerEvents {
  icecandidate: { readonly candidate?: LocalCandidate | null };
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
  replaceTrack?(track: SourceTrack): Promise<void>;
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

/** A track to send: a browser's MediaStreamTrack, or what another stack takes for one. */
export interface SourceTrack {
  /** `audio` or `video`. */
  readonly kind: string;
}

/** What is published: a browser's MediaStream, or what another stack takes for one. */
export interface SourceStream {
  readonly id: string;
  getAudioTracks(): readonly SourceTrack[];
  getVideoTracks(): readonly SourceTrack[];
}

export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** What a connection is made with: a part of RTCConfiguration. */
export interface PeerConfiguration {
  bundlePolicy: 'max-bundle';
  rtcpMuxPolicy: 'require';
  iceTransportPolicy: RTCIceTransportPolicy;
  iceServers?: IceServer[];
}

/** How a transceiver is added: a part of RTCRtpTransceiverInit. */
export interface TransceiverInit {
  readonly direction: 'sendonly' | 'recvonly';
  readonly streams?: readonly SourceStream[];
  readonly sendEncodings?: readonly RTCRtpEncodingParameters[];
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
  /**
   * Takes a {@link SourceTrack} or a kind, and a {@link TransceiverInit}: `never`, because each stack
   * has its own tracks. What it returns is looked at as a {@link PeerTransceiver}, by options that
   * need one.
   */
  addTransceiver(track: never, init: never): unknown;
  createAnswer(): Promise<RTCSessionDescriptionInit>;
  createOffer(options?: { readonly iceRestart?: boolean }): Promise<RTCSessionDescriptionInit>;
  getStats(): Promise<{ values(): Iterable<unknown> }>;
  setConfiguration(configuration: PeerConfiguration): void;
  setLocalDescription(description: RTCSessionDescriptionInit): Promise<unknown>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<unknown>;
  /** Default: the end of the transport is noticed by ICE alone, seconds later. */
  getSenders?(): readonly { readonly transport: PeerTransport | null }[];
  /** See {@link getSenders}. */
  getReceivers?(): readonly { readonly transport: PeerTransport | null }[];
  close(): unknown;
}

/** @throws what the stack throws. */
export function addTransceiver(
  peer: PeerConnection,
  track: SourceTrack | string,
  init: TransceiverInit,
): PeerTransceiver {
  return peer.addTransceiver(track as never, init as never) ?? {};
}

/** What the environment gives. A browser has all of it; in Node all but `fetch` is passed in. */
export interface Platform {
  readonly fetch: typeof fetch;
  readonly createPeerConnection: (configuration: PeerConfiguration) => PeerConnection;
  /** Playing only: an empty MediaStream that received tracks are added to. */
  readonly createMediaStream: () => { addTrack(track: never): unknown };
  /** Publishing with chosen codecs only. */
  readonly codecCapabilities: (kind: string) => CodecCapabilities;
}

export const BROWSER_PLATFORM: Platform = {
  fetch: (input, init) => fetch(input, init),
  createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  createMediaStream: () => new MediaStream(),
  codecCapabilities: (kind) => ({
    send: RTCRtpSender.getCapabilities(kind)?.codecs ?? [],
    receive: RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [],
  }),
};
