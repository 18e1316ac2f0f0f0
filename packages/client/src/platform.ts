/** The part of RTCPeerConnection this package uses; other stacks fit as long as they have it. */
export type PeerConnection = Pick<
  RTCPeerConnection,
  | 'addEventListener'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createAnswer'
  | 'createOffer'
  | 'getStats'
  | 'iceGatheringState'
  | 'localDescription'
  | 'setConfiguration'
  | 'setLocalDescription'
  | 'setRemoteDescription'
>;

/** What the environment gives. A browser has all of it; in Node the last two are passed in. */
export interface Platform {
  readonly fetch: typeof fetch;
  readonly createPeerConnection: (configuration: RTCConfiguration) => PeerConnection;
  /** Playing only: an empty stream that received tracks are added to. */
  readonly createMediaStream: () => MediaStream;
}

export const BROWSER_PLATFORM: Platform = {
  fetch: (input, init) => globalThis.fetch(input, init),
  createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  createMediaStream: () => new MediaStream(),
};
