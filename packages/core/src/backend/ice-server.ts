/** STUN or TURN servers with one set of credentials, in the shape of `RTCIceServer`. */
export interface IceServer {
  /** `stun:`, `stuns:`, `turn:` or `turns:` URI or URIs (RFC 7064, RFC 7065); one Link line each. */
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What a media server tells its client about STUN and TURN (RFC 9725, section 4.6). */
export interface OfferedIceServers {
  readonly servers: readonly IceServer[];
  /** `beside`: after those the host has configured. `instead`: in their place. */
  readonly use: 'beside' | 'instead';
}

const URI =
  /^(?:stuns?:[^\s?<>",;/][^\s?<>",;]*|turns?:[^\s?<>",;/][^\s?<>",;]*(?:\?transport=(?:udp|tcp))?)$/;

/** All that a quoted string in a header can carry. */
const HEADER_TEXT = /^[\t -~]*$/;

/** Why a server fits no Link line (S-61, S-62), without its secrets; undefined: it does. */
export function iceServerFault({
  urls,
  username = '',
  credential = '',
}: IceServer): string | undefined {
  const wrong = (typeof urls === 'string' ? [urls] : urls).find((uri) => !URI.test(uri));
  if (wrong !== undefined) return `"${wrong}" is no stun:, stuns:, turn: or turns: URI`;
  if (HEADER_TEXT.test(username) && HEADER_TEXT.test(credential)) return undefined;
  return 'user name and credential can only hold printable ASCII characters';
}
