import { InvalidArgumentError } from 'commander';

/** Port of STUN and TURN, and of both over TLS (RFC 7064, RFC 7065). */
const HOST = String.raw`(?<host>\[[\da-fA-F:.]+\]|[^\s:/?@[\]]+)(?::(?<port>\d{1,5}))?`;
const STUN = new RegExp(`^(?:stun:(?://)?)?${HOST}$`, 'i');
const TURN = new RegExp(
  String.raw`^(?:(?<scheme>turns?):(?://)?)?(?<user>[^:]+):(?<password>.+)@${HOST}(?:\?transport=(?<transport>udp|tcp))?$`,
  'i',
);

/** `host:port`, `stun:host:port` or GStreamer's `stun://host:port`. @throws InvalidArgumentError */
export function readStunServer(text: string): RTCIceServer {
  const { host, port } = STUN.exec(text)?.groups ?? {};
  if (host) return { urls: `stun:${host}:${port ?? 3478}` };
  throw new InvalidArgumentError('Write it as host:port.');
}

/**
 * `user:password@host:port`, also with `turn:`, `turns:` or GStreamer's `turn://` before it and
 * `?transport=tcp` after it. In URLs percent signs escape; elsewhere they are themselves.
 *
 * @throws InvalidArgumentError, which never repeats the password
 */
export function readTurnServer(text: string): RTCIceServer {
  const groups = TURN.exec(text)?.groups;
  const { scheme, user, password, host, port, transport } = groups ?? {};
  if (!user || !password || !host)
    throw new InvalidArgumentError('Write it as user:password@host:port.');
  const plain = scheme ? unescaped : (part: string) => part;
  const secure = scheme?.toLowerCase() === 'turns';
  const query = transport ? `?transport=${transport.toLowerCase()}` : '';
  return {
    urls: `${secure ? 'turns' : 'turn'}:${host}:${port ?? (secure ? 5349 : 3478)}${query}`,
    username: plain(user),
    credential: plain(password),
  };
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
