import { type IceServer, iceServerFault, type OfferedIceServers } from '@whipway/core';

/** A WHIP protocol extension (RFC 9725, section 4.9). */
export interface ProtocolExtension {
  /** `urn:ietf:params:whip:ext:…` */
  readonly urn: string;
  /** Where the extension is reached, or how to make that URL for a session. */
  readonly url: string | ((sessionId: string) => string);
}

const EXTENSION_URN = /^urn:ietf:params:whip:ext:[a-z0-9:_.-]+$/;

/**
 * Values of the Link lines for ICE servers, in the one order that every deployed parser takes
 * (S-61, S-63, X13): target, rel, username, credential, credential-type.
 *
 * @throws TypeError for a URI of another scheme or with `//`, and for control characters.
 */
export function iceServerLinks(servers: readonly IceServer[]): readonly string[] {
  return servers.flatMap((server) => {
    const fault = iceServerFault(server);
    if (fault !== undefined) throw new TypeError(`iceServers: ${fault}`);
    const { urls, username, credential } = server;
    return (typeof urls === 'string' ? [urls] : urls).map((uri) =>
      [
        `<${uri}>; rel="ice-server"`,
        ...(username === undefined ? [] : [`username=${quotedString(username)}`]),
        ...(credential === undefined
          ? []
          : [`credential=${quotedString(credential)}`, 'credential-type="password"']),
      ].join('; '),
    );
  });
}

/**
 * The Link lines of one session: the host's, and those of the media server, a URI at most once. What
 * fits no line is left out, so that it costs no session.
 */
export function sessionIceServerLinks(
  own: readonly string[],
  offered: OfferedIceServers | undefined,
): readonly string[] {
  if (!offered) return own;
  const theirs = offered.servers.filter((server) => iceServerFault(server) === undefined);
  const first = offered.use === 'beside' ? own : [];
  const lines = [...first, ...iceServerLinks(theirs)];
  return lines.filter(
    (line, index) => lines.findIndex((other) => target(other) === target(line)) === index,
  );
}

function target(line: string): string {
  return line.slice(0, line.indexOf('>'));
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
