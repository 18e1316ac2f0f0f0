/** STUN or TURN servers with one set of credentials, in the shape of `RTCIceServer`. */
export interface IceServer {
  /** `stun:`, `stuns:`, `turn:` or `turns:` URI or URIs (RFC 7064, RFC 7065); one Link line each. */
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** A WHIP protocol extension (RFC 9725, section 4.9). */
export interface ProtocolExtension {
  /** `urn:ietf:params:whip:ext:…` */
  readonly urn: string;
  /** Where the extension is reached, or how to make that URL for a session. */
  readonly url: string | ((sessionId: string) => string);
}

const ICE_SERVER_URI =
  /^(?:stuns?:[^\s?<>",;/][^\s?<>",;]*|turns?:[^\s?<>",;/][^\s?<>",;]*(?:\?transport=(?:udp|tcp))?)$/;
const EXTENSION_URN = /^urn:ietf:params:whip:ext:[a-z0-9:_.-]+$/;

/**
 * Values of the Link lines for ICE servers, in the one order that every deployed parser takes
 * (S-61, S-63, X13): target, rel, username, credential, credential-type.
 *
 * @throws TypeError for a URI of another scheme or with `//`, and for control characters.
 */
export function iceServerLinks(servers: readonly IceServer[]): readonly string[] {
  return servers.flatMap(({ urls, username, credential }) =>
    (typeof urls === 'string' ? [urls] : urls).map((uri) => {
      if (!ICE_SERVER_URI.test(uri)) {
        throw new TypeError(`iceServers: "${uri}" is no stun:, stuns:, turn: or turns: URI`);
      }
      return [
        `<${uri}>; rel="ice-server"`,
        ...(username === undefined ? [] : [`username=${quotedString(username)}`]),
        ...(credential === undefined
          ? []
          : [`credential=${quotedString(credential)}`, 'credential-type="password"']),
      ].join('; ');
    }),
  );
}

/** Values of the Link lines for the extensions of one session (S-66). */
export function extensionLinks(
  extensions: readonly ProtocolExtension[],
  sessionId: string,
): readonly string[] {
  return extensions.map(({ urn, url }) =>
    extensionLink(urn, typeof url === 'string' ? url : url(sessionId)),
  );
}

/**
 * One relation each, the URN in lower case.
 *
 * @throws TypeError for a URN outside `urn:ietf:params:whip:ext:` or a URL that fits no Link.
 */
export function extensionLink(urn: string, url: string): string {
  if (!EXTENSION_URN.test(urn)) {
    throw new TypeError(`extensions: "${urn}" does not start with urn:ietf:params:whip:ext:`);
  }
  if (!/^[!-~]+$/.test(url) || /[<>"\\]/.test(url)) {
    throw new TypeError(`extensions: the URL of "${urn}" cannot be put in a Link header`);
  }
  return `<${url}>; rel="${urn}"`;
}

/** RFC 9110, section 5.6.4. @throws TypeError for characters no header can carry. */
export function quotedString(text: string): string {
  if (!/^[\t -~]*$/.test(text)) {
    throw new TypeError('a header value can only hold printable ASCII characters');
  }
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
