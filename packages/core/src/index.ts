export { AbortHandle, type AbortSignalLike, NEVER_ABORTED } from './abort.js';
export { type AcceptedAnswer, acceptAnswer } from './answer/accept-answer.js';
export type {
  BackendAdapter,
  BackendEnvironment,
  MediaSettings,
  SettingsSchema,
} from './backend/backend-adapter.js';
export {
  type BackendCapabilities,
  type Capability,
  can,
  whyNot,
} from './backend/capabilities.js';
export { type IceServer, iceServerFault, type OfferedIceServers } from './backend/ice-server.js';
export type {
  BackendEndpoint,
  BackendSession,
  Call,
  MediaBackend,
  MediaReports,
  PublishContext,
} from './backend/media-backend.js';
export type { CounterOffer, Playback, Publication } from './backend/playback.js';
export type { SessionStats, TrackStats } from './backend/session-stats.js';
export { type Aftermath, throwIfAborted, unlessAborted } from './backend/unless-aborted.js';
export { CLOSE_REASONS, type CloseReason, type HangUpReason } from './close-reasons.js';
export { ERROR_CODES, type ErrorCodeRow, type WhipErrorCode } from './errors/error-codes.js';
export { WhipError, type WhipErrorOptions } from './errors/whip-error.js';
export type { IceFragment } from './fragment/ice-fragment.js';
export { DEFAULT_PROTOCOL, DEFAULT_TIMERS } from './gateway/defaults.js';
export { Gateway } from './gateway/gateway.js';
export type {
  AnswerRequest,
  CounterOfferedSession,
  EndedSession,
  EndpointDefinition,
  FoundSession,
  GatewayEvent,
  GatewayListener,
  GatewayOptions,
  OpenedSession,
  OpenRequest,
  PatchRequest,
  PatchResult,
  ProtocolModes,
  PublisherConflictPolicy,
  SessionSnapshot,
  Timers,
} from './gateway/gateway-types.js';
export { checkOffer, type OfferCheckOptions } from './offer/check-offer.js';
export type {
  CheckedOffer,
  DroppedSection,
  OfferedCodec,
  OfferedExtension,
  OfferedMedia,
  OfferedRid,
  OfferProfile,
} from './offer/checked-offer.js';
export {
  type Clock,
  type Ids,
  type LogFields,
  type Logger,
  type Ports,
  SILENT_LOGGER,
} from './ports.js';
export { QUIRKS, type QuirkId, type QuirkRow } from './quirks/quirk-table.js';
export { Tolerance } from './quirks/tolerance.js';
export type { IceCandidate, IceCredentials } from './sdp/candidate.js';
export type { RestartState, SessionKind, SessionState } from './session/session-state.js';
