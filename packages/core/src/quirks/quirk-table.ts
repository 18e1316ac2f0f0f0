import type { WhipErrorCode } from '../errors/error-codes.js';

/**
 * Every tolerance for what real clients send although RFC 9725 forbids it. Lenient: the rule is
 * applied and counted. Strict: the request fails with `strict`. No other leniency exists.
 */
export interface QuirkRow {
  /** Which switch governs it: `protocol.bodies` or `protocol.ifMatch`. */
  readonly mode: 'bodies' | 'ifMatch';
  /** The error of strict mode. */
  readonly strict: WhipErrorCode;
  /** What is tolerated. */
  readonly accepts: string;
  /** Who sends it; ids are those of docs/checklist.md. */
  readonly seen: string;
}

// biome-ignore format: one row a line, read it as a table
export const QUIRKS = {
  // offers
  'ice-options-comma':         { mode: 'bodies',  strict: 'offer-malformed',        accepts: 'a comma inside a=ice-options', seen: 'OBS (R-02)' },
  'rtcp-mux-only-missing':     { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'a bundled section without a=rtcp-mux-only', seen: 'Chromium, Firefox, OBS, FFmpeg (X1)' },
  'setup-passive':             { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'an offer with a=setup:passive', seen: 'FFmpeg (R-13)' },
  'bundle-mid-unknown':        { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'a BUNDLE group that names a mid the offer has not', seen: 'FFmpeg (R-13)' },
  'msid-missing':              { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'a section without a=msid', seen: 'GStreamer webrtcbin (R-11)' },
  'msid-differs':              { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'sections with different stream ids in a=msid', seen: 'our own choice: media works all the same (X9)' },
  'data-channel-offered':      { mode: 'bodies',  strict: 'offer-unsupported',      accepts: 'a data-channel section, answered with port 0', seen: 'browsers that reuse a connection (TOL-O6)' },
  // fragments
  'pseudo-media-line':         { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'an m= line without a port', seen: 'whip-js 2022 (TOL-F1)' },
  'mid-missing':               { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'a section without a=mid', seen: 'simple-whip-client (R-16)' },
  'candidate-before-media':    { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'candidates before any m= line', seen: 'drafts of RFC 9725 (TOL-F3)' },
  'component-zero':            { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'component 0, taken for 1', seen: 'Eyevinn SDK (R-19)' },
  'empty-attribute':           { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'a line that is only "a="', seen: 'whip-whep in Firefox (TOL-F5)' },
  'related-address-missing':   { mode: 'bodies',  strict: 'fragment-malformed',     accepts: 'a reflexive candidate without raddr and rport', seen: 'TOL-F6' },
  // preconditions
  'if-match-missing':          { mode: 'ifMatch', strict: 'precondition-required',  accepts: 'a PATCH without If-Match', seen: 'many clients (R-23)' },
  'if-match-quoted-star':      { mode: 'ifMatch', strict: 'precondition-failed',    accepts: 'a star in quotes', seen: 'the figure of RFC 9725 itself (X4)' },
  'if-match-in-etag':          { mode: 'ifMatch', strict: 'precondition-required',  accepts: 'the tag in an ETag request header instead of If-Match', seen: 'Eyevinn SDK (R-19)' },
  'if-match-unquoted':         { mode: 'ifMatch', strict: 'precondition-malformed', accepts: 'the current tag without its quotes', seen: 'clients of servers with bad tags' },
} as const satisfies Record<string, QuirkRow>;

export type QuirkId = keyof typeof QUIRKS;
