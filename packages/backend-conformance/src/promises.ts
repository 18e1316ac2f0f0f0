import type { BackendCapabilities } from '@whipway/core';

/** What a promise may depend on: a capability of the backend, or a part the suite plays. */
export type Need =
  | Exclude<keyof BackendCapabilities, 'codecs'>
  | 'farSide'
  | 'farewell'
  | 'outage'
  | 'stall'
  | 'restartRefusal';

export type ChapterName =
  | 'basics'
  | 'opening'
  | 'aborting'
  | 'trickle'
  | 'restart'
  | 'media-reports'
  | 'release'
  | 'outage'
  | 'playback';

/** One promise of a backend: one test. */
export interface PromiseRow {
  readonly chapter: ChapterName;
  /** Tested when all of these are there. */
  readonly needs?: readonly Need[];
  /** Tested when this is declared missing: the declaration itself is then the promise. */
  readonly unless?: Need;
  readonly sentence: string;
}

/**
 * Everything the kit tests. Ids are stable: they head the tests, and docs/writing-a-backend.md lists
 * them (a test compares).
 */
// biome-ignore format: one row a line, read it as a table
export const PROMISES = {
  'capabilities-as-declared':       { chapter: 'basics', sentence: '`capabilities` says what the suite declares: `yes` or a reason each, codecs in lower case, `playback` present with its `yes`' },
  'health-when-up':                 { chapter: 'basics', sentence: '`health` resolves while sessions can be opened' },
  'health-abort':                   { chapter: 'basics', sentence: '`health` with a signal that has fired rejects with `aborted`' },
  'unusable-offer-is-whip-error':   { chapter: 'basics', sentence: 'an offer with no usable codec rejects with a `WhipError`, or gets an answer that shows it' },
  'errors-tell-no-secrets':         { chapter: 'basics', sentence: 'no error’s message holds an ICE ufrag or password (S-124)' },
  'logs-tell-no-secrets':           { chapter: 'basics', sentence: 'no log line holds an ICE ufrag or password, of either side (S-124)' },
  'bearer-stays-secret':            { chapter: 'basics', sentence: 'a client’s token, where the backend asks for it, is in no log line and no error; a client without one is answered or refused with a `WhipError` (S-124)' },

  'open-answer-accepted':           { chapter: 'opening', sentence: 'the core takes the answer: the offer’s sections, one transport, a fingerprint, every candidate (S-02, S-10, S-12, S-20, S-24)' },
  'open-answer-setup':              { chapter: 'opening', sentence: 'a client that is `setup:active` or `passive` is answered with the counterpart, or refused with `offer-unsupported` (S-21, S-22)' },
  'open-answer-direction':          { chapter: 'opening', sentence: 'sections that are `sendrecv`, or say no direction, are received as `sendonly` ones are (S-07)' },
  'open-single-track':              { chapter: 'opening', sentence: 'audio alone and video alone are answered too (S-18)' },
  'open-credentials-fresh':         { chapter: 'opening', sentence: 'no two sessions get the same ICE credentials' },
  'ice-servers-usable':             { chapter: 'opening', sentence: 'ICE servers that a session names fit Link lines, and no log line holds their credentials (S-61, S-124)' },
  'parallel-sessions-independent':  { chapter: 'opening', sentence: 'sessions opened in parallel all get their answer, and closing one leaves the others' },
  'endpoint-free-after-close':      { chapter: 'opening', sentence: 'an endpoint can be published to again once its session is closed' },
  'endpoint-comes-and-goes':        { chapter: 'opening', sentence: 'an endpoint that was added, used and removed can be added and used again' },
  'simulcast-layers-accepted':      { chapter: 'opening', needs: ['simulcast'], sentence: 'every rid layer of a simulcast offer is accepted (S-27)' },
  'no-simulcast-is-told':           { chapter: 'opening', unless: 'simulcast', sentence: 'without simulcast, a simulcast offer is refused with a `WhipError` or answered without all its layers' },

  'open-aborted-before':            { chapter: 'aborting', sentence: '`open` with a signal that has fired rejects with `aborted` and makes nothing' },
  'open-abort-rejects-at-once':     { chapter: 'aborting', sentence: '`open` rejects with `aborted` as soon as its signal fires, whatever the media server does' },
  'aborted-open-is-released':       { chapter: 'aborting', needs: ['stall'], sentence: 'what the media server makes after `open` was aborted is released' },
  'no-stall-answers-promptly':      { chapter: 'aborting', unless: 'stall', sentence: 'a backend that cannot be kept waiting answers an offer within a second' },

  'trickle-accepted':               { chapter: 'trickle', needs: ['trickle'], sentence: '`addCandidates` takes several candidates in one fragment' },
  'trickle-end-of-candidates':      { chapter: 'trickle', needs: ['trickle'], sentence: '`addCandidates` takes a fragment that only says end-of-candidates' },
  'trickle-useless-candidate':      { chapter: 'trickle', needs: ['trickle'], sentence: 'a candidate of a transport the server has not is passed over in silence (S-86)' },
  'trickle-abort':                  { chapter: 'trickle', needs: ['trickle'], sentence: '`addCandidates` with a signal that has fired rejects with `aborted` and leaves the session' },
  'no-trickle-is-refused':          { chapter: 'trickle', unless: 'trickle', sentence: 'without trickle, `addCandidates` rejects with `trickle-unsupported` and leaves the session' },

  'restart-new-credentials':        { chapter: 'restart', needs: ['restart'], sentence: 'a restart answers with a new ufrag and a new password (S-92)' },
  'restart-complete':               { chapter: 'restart', needs: ['restart'], sentence: 'a restart answers with the bundle’s mid and at least one candidate (X6)' },
  'restart-again':                  { chapter: 'restart', needs: ['restart'], sentence: 'every further restart has credentials of its own' },
  'restart-then-trickle':           { chapter: 'restart', needs: ['restart', 'trickle'], sentence: 'after a restart, candidates of the new generation are taken' },
  'restart-abort-keeps-session':    { chapter: 'restart', needs: ['restart'], sentence: '`restartIce` with a signal that has fired rejects with `aborted`; the session goes on and can restart later (S-95a)' },
  'restart-failure-keeps-session':  { chapter: 'restart', needs: ['restart', 'restartRefusal'], sentence: 'a restart the server refuses rejects with a `WhipError`; the session goes on and can restart later (S-95a)' },
  'restart-failure-keeps-media':    { chapter: 'restart', needs: ['restart', 'restartRefusal', 'farSide', 'mediaReports'], sentence: 'media goes on through a restart the server refuses, without `mediaDown` or `hungUp` (S-95a)' },
  'restart-keeps-media':            { chapter: 'restart', needs: ['restart', 'farSide', 'mediaReports'], sentence: 'media goes on through a restart, without `mediaDown` or `hungUp` (S-93)' },
  'no-refusal-never-fails':         { chapter: 'restart', needs: ['restart'], unless: 'restartRefusal', sentence: 'a backend whose restarts cannot be refused restarts five times in a row' },
  'no-restart-is-refused':          { chapter: 'restart', unless: 'restart', sentence: 'without restart, `restartIce` rejects with `restart-unsupported` and leaves the session' },

  'silence-before-media':           { chapter: 'media-reports', needs: ['mediaReports', 'farSide'], sentence: 'a transport that is up without RTP is no `mediaUp`' },
  'media-up-on-first-packet':       { chapter: 'media-reports', needs: ['mediaReports', 'farSide'], sentence: 'the first RTP is `mediaUp`, once' },
  'media-down-on-silence':          { chapter: 'media-reports', needs: ['mediaReports', 'farSide'], sentence: 'two seconds without RTP on all tracks are `mediaDown`, not less' },
  'media-up-again':                 { chapter: 'media-reports', needs: ['mediaReports', 'farSide'], sentence: 'RTP after `mediaDown` is `mediaUp` again' },
  'vanish-noticed':                 { chapter: 'media-reports', needs: ['liveness', 'farSide'], sentence: 'a client that vanishes is reported: `mediaDown` or `hungUp` (S-103)' },
  'peer-close-noticed':             { chapter: 'media-reports', needs: ['liveness', 'farSide'], sentence: 'a client that closes its transport is reported: `mediaDown` or `hungUp`' },
  'hang-up-said-once':              { chapter: 'media-reports', needs: ['liveness', 'farSide'], sentence: '`hungUp` is said at most once, with a reason of the list' },
  'stats-count-media':              { chapter: 'media-reports', needs: ['stats', 'farSide'], sentence: '`stats` has a row for each track in which packets and bytes grow' },
  'stats-before-media':             { chapter: 'media-reports', needs: ['stats'], sentence: '`stats` resolves before any media came' },
  'no-media-reports-is-silence':    { chapter: 'media-reports', unless: 'mediaReports', sentence: 'without media reports, neither `mediaUp` nor `mediaDown` is ever said' },
  'no-liveness-is-silence':         { chapter: 'media-reports', unless: 'liveness', sentence: 'without liveness, nothing is said of a client that vanished or never came' },
  'no-stats-is-empty':              { chapter: 'media-reports', unless: 'stats', sentence: 'without stats, `stats` resolves with no tracks' },
  'no-far-side-no-claims':          { chapter: 'media-reports', unless: 'farSide', sentence: 'a suite that plays no client claims nothing that needs one: media reports, liveness, stats, playback' },

  'late-open-is-releasable':        { chapter: 'release', sentence: 'a session nobody connected to can be closed as soon as `open` has resolved, and nothing is left' },
  'close-releases':                 { chapter: 'release', needs: ['farSide'], sentence: '`close` releases a session a client is connected to' },
  'close-idempotent':               { chapter: 'release', sentence: '`close` may be called twice, at once and later' },
  'close-never-rejects':            { chapter: 'release', sentence: '`close` resolves for every close reason' },
  'close-tells-peer':               { chapter: 'release', needs: ['farSide', 'farewell'], sentence: '`close` tells the client (S-102)' },
  'no-farewell-still-deaf':         { chapter: 'release', needs: ['farSide'], unless: 'farewell', sentence: 'a client that is not told sends into the void: nothing is held for it and nothing reported' },
  'nothing-after-close':            { chapter: 'release', needs: ['farSide'], sentence: 'no report comes after `close`, whatever the client does' },
  'calls-settle-when-closed':       { chapter: 'release', sentence: 'calls that run while the session is closed settle' },
  'backend-close-releases':         { chapter: 'release', sentence: '`MediaBackend.close` releases the sessions that are open' },
  'backend-close-idempotent':       { chapter: 'release', sentence: '`MediaBackend.close` may be called twice' },

  'health-rejects-when-down':       { chapter: 'outage', needs: ['outage'], sentence: '`health` rejects with a `WhipError` while the media server is away' },
  'open-rejects-when-down':         { chapter: 'outage', needs: ['outage'], sentence: '`open` rejects with `backend-unavailable` while the media server is away' },
  'outage-fails-pending-open':      { chapter: 'outage', needs: ['outage', 'stall'], sentence: 'an `open` that waits when the media server goes away rejects with a `WhipError`' },
  'outage-ends-sessions':           { chapter: 'outage', needs: ['outage', 'liveness'], sentence: 'every open session hears `hungUp` with `backend-lost` or `backend-closed` when the media server goes away' },
  'close-when-down':                { chapter: 'outage', needs: ['outage'], sentence: '`close` of a session resolves while the media server is away' },
  'outage-heals':                   { chapter: 'outage', needs: ['outage'], sentence: 'sessions can be opened again once the media server is back' },
  'no-outage-stays-healthy':        { chapter: 'outage', unless: 'outage', sentence: 'a backend that cannot be away is healthy before, with and after sessions' },

  'playback-answer':                { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'a player’s offer gets a complete answer, or a complete counter-offer' },
  'playback-abort':                 { chapter: 'playback', needs: ['playback', 'farSide'], sentence: '`playback.open` with a signal that has fired rejects with `aborted`' },
  'playback-media-flows':           { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'what the publisher sends reaches the player' },
  'playback-viewers-independent':   { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'one viewer’s `close` leaves the other viewers' },
  'playback-close-keeps-publisher': { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'a viewer’s `close` leaves the publisher' },
  'playback-close-releases':        { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'a viewer’s `close` may be called twice and leaves nothing of it' },
  'playback-of-ended':              { chapter: 'playback', needs: ['playback', 'farSide'], sentence: 'playing a session that is closed rejects with a `WhipError`' },
  'no-playback-is-absent':          { chapter: 'playback', unless: 'playback', sentence: 'without playback, the backend has no `playback`' },
} as const satisfies Record<string, PromiseRow>;

export type PromiseId = keyof typeof PROMISES;

/** The promises of one chapter. */
export type PromiseOf<Name extends ChapterName> = {
  [Id in PromiseId]: (typeof PROMISES)[Id]['chapter'] extends Name ? Id : never;
}[PromiseId];
