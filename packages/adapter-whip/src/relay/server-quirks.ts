/** What deployed WHIP servers do that RFC 9725 does not foresee, and what is done about it. */
export interface ServerQuirkRow {
  readonly seen: string;
  readonly reaction: string;
  /** `warn` where an operator should do something. Default: `info`. */
  readonly level?: 'info' | 'warn';
}

/**
 * Each rule is noted once a session, in the log. Servers as read in source, measured, or documented
 * in 2026.
 */
// biome-ignore format: one row a line, read it as a table
export const SERVER_QUIRKS = {
  'created-as-200':       { seen: 'another 2xx than 201 with an answer (C-38)', reaction: 'it counts as 201' },
  'location-missing':     { seen: '201 without Location: older servers behind OBS (R-05)', reaction: 'the session goes without PATCH, probe and DELETE' },
  'location-downgraded':  { seen: 'an http: Location on the same host after HTTPS, from a server that does not know its proxy', reaction: 'HTTPS is kept' },
  'etag-missing':         { seen: 'SRS, broadcast-box, live777, Galene before 1.0: no ETag', reaction: 'no If-Match; a restart is refused, since it would be ignored (X10)' },
  'etag-unquoted':        { seen: 'LiveKit, OvenMediaEngine, Ant Media, Eyevinn, and MediaMTX’ `*`: no quotes', reaction: 'sent back byte by byte (C-11)' },
  'link-malformed':       { seen: 'Eyevinn, Ant Media: ICE server links without `<>`; other schemes, `stun://`', reaction: 'such a server is not passed on' },
  'link-misread-by-obs':  { seen: 'a TURN user name or credential with a comma or semicolon, where OBS takes the line apart (R-06)', reaction: 'it is passed on: other clients can use it' },
  'quoted-star':          { seen: 'simple-whip-server in strict mode: 412 to `If-Match: *` (R-24)', reaction: 'the restart is sent again with `"*"`' },
  'etag-as-request':      { seen: 'Eyevinn’s endpoint compares a request header ETag', reaction: 'a trickle answered 412 is sent again with it' },
  'trickle-refused':      { seen: '405 SRS, Ant Media, intercom-manager; 422 LiveKit ingress; 501; 415 hosts that do not know the type (R-32), to the first PATCH', reaction: 'no further trickle is sent; `onNoTrickle` says what clients hear' },
  'restart-ignored':      { seen: 'OvenMediaEngine, Galene before 1.0: a restart answered 204', reaction: 'it counts as refused' },
  'restart-without-etag': { seen: 'a restart answered without a new ETag (MediaMTX keeps `*`)', reaction: 'the old one stays' },
  'delete-unsupported':   { seen: 'DELETE answered 405 or 501', reaction: 'nothing more can be done; the server’s own timers end the session' },
  'probe-blind':          { seen: 'GET and OPTIONS say the same of a live session and of none', reaction: 'the session is not probed: its end is noticed by nobody', level: 'warn' },
} as const satisfies Record<string, ServerQuirkRow>;

export type ServerQuirkId = keyof typeof SERVER_QUIRKS;
