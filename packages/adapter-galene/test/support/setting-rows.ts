import { offerText } from '@whipway/test-rig/offer-text';
import { type Asking, bearer, CREATE, type Rows } from './galene-asking.js';

const SDP = { 'content-type': 'application/sdp' };
const CANONICAL = 'media.example.com';

/** A dead port, which Galene gives up at once over TCP. */
const TURN = {
  urls: ['turn:127.0.0.1:9?transport=tcp'],
  username: 'us"er',
  credential: 'se\\cret',
} as const;
const TURN_LINK =
  '<turn:127.0.0.1:9?transport=tcp>; rel="ice-server"; username="us\\"er"; credential="se\\\\cret"; credential-type="password"';

/** Nothing is asked of them: no row publishes there. */
const OTHER_SERVERS = [
  { urls: ['stun:127.0.0.1:9', 'stuns:127.0.0.1:9', 'turns:127.0.0.1:9'], credential: 'x' },
  { urls: ['turn:127.0.0.1:9'], username: 'ann', credential: 'x', credentialType: 'hmac-sha1' },
] as const;

/** Each with a Galene of its own, started with such a setting. */
export const SETTING_ROWS: Rows = {
  'POST with another canonicalHost: 301; with the right Host: 201': [
    [301, `https://${CANONICAL}/group/open/.whip`, 201],
    async (g) => {
      const { asking } = await g.other({ config: { canonicalHost: CANONICAL } });
      const refused = await asking.post('open');
      const taken = await asking.askAs(CANONICAL, 'POST', '/group/open/.whip', SDP, offerText());
      return [refused.status, refused.header('location'), taken.status];
    },
  ],
  'PATCH, OPTIONS and DELETE with another canonicalHost: 301; the admin API: 200': [
    [301, 301, 301, 200, 200],
    async (g) => {
      const { asking } = await g.other({ config: { canonicalHost: CANONICAL } });
      const path = await canonicalSession(asking);
      return [
        (await asking.patch(path, '')).status,
        (await asking.ask('OPTIONS', path)).status,
        (await asking.ask('DELETE', path)).status,
        (await asking.askAs(CANONICAL, 'DELETE', path)).status,
        (await asking.api('GET', '.groups/')).status,
      ];
    },
  ],
  'ICE servers are Link lines of the 201, with their credentials': [
    [201, TURN_LINK],
    async (g) => {
      const { asking } = await g.other({ iceServers: [TURN] });
      const { status, header } = await asking.post('open');
      return [status, header('link')];
    },
  ],
  'ICE servers are Link lines of OPTIONS, one a URL, stuns left out': [
    [
      '<stun:127.0.0.1:9>; rel="ice-server"',
      '<turns:127.0.0.1:9>; rel="ice-server"; username=""; credential="x"; credential-type="password"',
      'TIMED:ann',
    ],
    async (g) => {
      const { asking } = await g.other({ iceServers: OTHER_SERVERS });
      const { header } = await asking.ask('OPTIONS', '/group/open/.whip');
      const links = (header('link') ?? '').split(', ');
      return [...links.slice(0, 2), ...links.slice(2).map(timed)];
    },
  ],
  'without ICE servers there is no Link': [
    [null, null],
    async (g) => [
      (await g.post('open')).header('link'),
      (await g.ask('OPTIONS', '/group/open/.whip')).header('link'),
    ],
  ],
  'without writableGroups a group is not made: 401; tokens are, and groups removed': [
    [401, 201, 201, 204],
    async (g) => {
      const { asking } = await g.other({ config: { writableGroups: false } });
      const made = await asking.api('PUT', '.groups/new', {}, CREATE);
      const wish = { username: 'x', permissions: ['present'] };
      const minted = await asking.api('POST', '.groups/closed/.tokens/', wish);
      const token = await asking.token('closed');
      const posted = (await asking.post('closed', bearer(token))).status;
      const removed = await asking.api('DELETE', '.groups/closed');
      return [made.status, minted.status, posted, removed.status];
    },
  ],
};

/** The path of a session on a Galene that answers to its canonicalHost only. */
async function canonicalSession(asking: Asking): Promise<string> {
  const reply = await asking.askAs(CANONICAL, 'POST', '/group/open/.whip', SDP, offerText());
  return reply.header('location') ?? '';
}

/** hmac-sha1: the name begins with the moment until which the password is good, a day ahead. */
function timed(link: string): string {
  const [, until = '', name] = /username="(\d+):(\w+)"; credential="[^"]{28}"/.exec(link) ?? [];
  const ahead = Number(until) - Date.now() / 1_000;
  return ahead > 86_000 && ahead < 86_401 ? `TIMED:${name}` : link;
}
