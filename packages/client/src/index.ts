export {
  CLIENT_ERROR_CODES,
  ClientError,
  type ClientErrorCode,
  type ClientErrorOptions,
} from './client-error.js';
export type { TokenFunction, TokenRequest } from './http/bearer-token.js';
export type { Extension } from './http/link-header.js';
export type { Problem } from './http/problem.js';
export type { ClientEvents, ClientState, MediaClient } from './media-client.js';
export type {
  CodecCapabilities,
  IceServer,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
  PeerTransceiver,
  Platform,
  SourceStream,
  SourceTrack,
} from './platform.js';
export type { BitrateLimits, SimulcastLayer, WhipOptions } from './publish/publish-options.js';
export type { ClientOptions } from './session/client-options.js';
export {
  isPassing,
  type KeeperEvents,
  type KeeperOptions,
  SessionKeeper,
} from './session-keeper.js';
export type {
  LayerStatistics,
  Statistics,
  StreamStatistics,
  TrackStatistics,
} from './statistics/statistics.js';
export { WhepClient } from './whep-client.js';
export { WhipClient } from './whip-client.js';
