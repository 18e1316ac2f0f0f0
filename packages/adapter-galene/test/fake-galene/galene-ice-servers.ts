import { createHmac } from 'node:crypto';

/** An entry of ice-servers.json. */
export interface FakeIceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
  readonly credentialType?: 'password' | 'hmac-sha1';
}

/** Seconds for which a time-limited password is good. */
const PASSWORD_LIFE = 86_400;

/** One Link line for each URL; other schemes than stun, turn and turns are not told. */
export function iceServerLinks(servers: readonly FakeIceServer[], now: number): readonly string[] {
  return servers.flatMap((server) => {
    const { username = '', credential = '' } = secretOf(server, now);
    const secret = `username="${quoted(username)}"; credential="${quoted(credential)}"`;
    return server.urls.flatMap((url) => {
      const link = `<${url}>; rel="ice-server"`;
      if (/^stun:/i.test(url)) return [link];
      return /^turns?:/i.test(url) ? [`${link}; ${secret}; credential-type="password"`] : [];
    });
  });
}

function secretOf(server: FakeIceServer, now: number): Omit<FakeIceServer, 'urls'> {
  if (server.credentialType !== 'hmac-sha1') return server;
  const until = Math.floor(now / 1_000) + PASSWORD_LIFE;
  const username = server.username ? `${until}:${server.username}` : `${until}`;
  const mac = createHmac('sha1', server.credential ?? '').update(username);
  return { username, credential: mac.digest('base64') };
}

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
