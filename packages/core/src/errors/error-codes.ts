/**
 * Every failure this project reports on purpose, with the HTTP status it becomes.
 *
 * The list is closed and total: a code without a row does not compile. `docs/error-codes.md` is
 * printed from it. RFC 9725 fixes only 412, 428 and the 422s of sections 4.3 and 4.4; where it says
 * "an appropriate 4xx" the split is 400 syntax, 413 size, 415 media type, 422 semantics.
 */
export interface ErrorCodeRow {
  /** HTTP status of the problem response. */
  readonly status: number;
  /** Short, stable summary of the kind of problem (RFC 9457 `title`). */
  readonly title: string;
  /** What whoever reads the error can do about it. */
  readonly advice: string;
}

// biome-ignore format: one row a line, read it as a table
export const ERROR_CODES = {
  // who asks
  'credential-missing':      { status: 401, title: 'A bearer token is needed', advice: 'Send the endpoint’s token as "Authorization: Bearer …".' },
  'credential-invalid':      { status: 401, title: 'The bearer token is not accepted', advice: 'Check the token; it may have been changed or have expired.' },
  'credential-malformed':    { status: 400, title: 'The Authorization header cannot be read', advice: 'The form is "Authorization: Bearer TOKEN" (RFC 6750, section 2.1).' },
  'credential-insufficient': { status: 403, title: 'The token does not allow this', advice: 'Use a token that may do what was asked: publishing and watching can have different ones.' },
  // what is asked for
  'endpoint-not-found':      { status: 404, title: 'No such endpoint', advice: 'Check the endpoint’s id in the URL.' },
  'session-not-found':       { status: 404, title: 'No such session', advice: 'The session has ended or never was. POST a new offer to the endpoint.' },
  'nothing-published':       { status: 404, title: 'Nothing is published on this endpoint', advice: 'Try again when a publisher is live.' },
  'playback-unsupported':    { status: 404, title: 'This backend cannot play', advice: 'Watch on the media server itself, or use a backend with playback.' },
  'method-not-allowed':      { status: 405, title: 'Method not allowed', advice: 'The Allow header lists the methods of this URL.' },
  'method-unknown':          { status: 501, title: 'Unknown method', advice: 'The Allow header lists the methods of this URL.' },
  'endpoint-busy':           { status: 409, title: 'The endpoint already has a publisher', advice: 'End the other session first, or publish to another endpoint.' },
  // the request's form
  'media-type-unsupported':  { status: 415, title: 'Unsupported media type', advice: 'The Accept header names the type that is expected here.' },
  'body-too-large':          { status: 413, title: 'The body is too large', advice: 'Send a shorter offer or fewer candidates in a fragment.' },
  'too-many-requests':       { status: 429, title: 'Too many requests wait', advice: 'Send one PATCH at a time and wait for its response.' },
  'body-timeout':            { status: 408, title: 'The body did not arrive in time', advice: 'Send the whole body at once.' },
  'body-incomplete':         { status: 400, title: 'The body ended too early', advice: 'Content-Length promised more bytes than were sent.' },
  'precondition-required':   { status: 428, title: 'If-Match is missing', advice: 'Send the ETag of the 201 as If-Match, or "*" to restart ICE.' },
  'precondition-failed':     { status: 412, title: 'If-Match names another ICE generation', advice: 'Use the ETag of the last 201 or 200, or restart ICE with "If-Match: *".' },
  'precondition-malformed':  { status: 400, title: 'If-Match cannot be read', advice: 'Send one quoted entity-tag, a list of them, or "*" alone.' },
  // the offer
  'offer-malformed':         { status: 400, title: 'The SDP offer cannot be read', advice: 'Send one complete SDP session description.' },
  'offer-unsupported':       { status: 422, title: 'The SDP offer cannot be served', advice: 'The detail says which rule of RFC 9725 it breaks.' },
  'codec-unsupported':       { status: 422, title: 'No common codec', advice: 'Choose one of the codecs named in the detail in your encoder.' },
  // fragments
  'fragment-malformed':      { status: 400, title: 'The SDP fragment cannot be read', advice: 'Send a fragment as RFC 8840, section 9 describes.' },
  'fragment-unsupported':    { status: 422, title: 'The SDP fragment does not fit the session', advice: 'Use the mids and ICE credentials of the offer, or change both credentials to restart.' },
  'restart-outdated':        { status: 409, title: 'These ICE credentials belong to an earlier generation', advice: 'Restart with fresh credentials.' },
  'trickle-unsupported':     { status: 422, title: 'This backend takes no trickled candidates', advice: 'Send all candidates in the offer, or none: peer-reflexive ones are found anyway.' },
  'restart-unsupported':     { status: 422, title: 'This backend cannot restart ICE', advice: 'DELETE the session and POST a new offer.' },
  // the media server
  'backend-refused':         { status: 502, title: 'The media server refused the session', advice: 'The detail carries the media server’s own reason.' },
  'backend-failed':          { status: 502, title: 'The media server failed', advice: 'Try again; if it stays, look at the server’s log.' },
  'backend-unavailable':     { status: 503, title: 'The media server cannot be reached', advice: 'Try again shortly.' },
  'backend-timeout':         { status: 504, title: 'The media server did not answer in time', advice: 'Try again shortly.' },
  'answer-unusable':         { status: 502, title: 'The media server’s answer breaks the rules', advice: 'The detail says which rule; this is a fault of the media server or its adapter.' },
  // ourselves
  'session-ended':           { status: 404, title: 'The session ended while the request was handled', advice: 'POST a new offer if you want to go on.' },
  'aborted':                 { status: 503, title: 'The request was abandoned', advice: 'Try again.' },
  'shutting-down':           { status: 503, title: 'The server is shutting down', advice: 'Try again shortly; another instance may answer.' },
  'internal':                { status: 500, title: 'Internal error', advice: 'This is a bug. The log has more.' },
} as const satisfies Record<string, ErrorCodeRow>;

/** One of the stable codes of {@link ERROR_CODES}. */
export type WhipErrorCode = keyof typeof ERROR_CODES;
