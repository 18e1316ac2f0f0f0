import { describe, expect, it } from '@jest/globals';
import { recordings } from '@whipway/test-rig/fixtures';
import { runMain, startMain } from './support/built-server.js';

const TOKEN = 'hunter2-verysecret';
const WATCH_TOKEN = 'watchme-verysecret';
const ADMIN_TOKEN = 'admin-verysecret-token';
const TURN_PASSWORD = 'turn-verysecret';

const ENVIRONMENT = {
  WHIPWAY__ENDPOINTS: `[{ id: live, token: ${TOKEN}, watch: { token: ${WATCH_TOKEN} } }]`,
  WHIPWAY__ADMIN__TOKEN: ADMIN_TOKEN,
  WHIPWAY__ICE_SERVERS: `[{ urls: "turn:127.0.0.1:9", username: u, credential: ${TURN_PASSWORD} }]`,
};

function recording(client: string) {
  const found = recordings().find((entry) => entry.client === client);
  if (!found) throw new Error(`no recording ${client}`);
  return found;
}

/** ICE credentials of SDP or a fragment. */
function iceSecrets(text: string): readonly string[] {
  return [...text.matchAll(/^a=ice-(?:ufrag|pwd):(\S+)/gm)].map(([, value]) => value ?? '');
}

/** All that a client can do, well and badly. @returns every secret that went over the wire */
async function useServer(url: string): Promise<readonly string[]> {
  const { offer, fragments } = recording('chromium-raw-restart');
  const authorization = { Authorization: `Bearer ${TOKEN}` };
  const sdp = { 'Content-Type': 'application/sdp' };
  const fragmentType = { 'Content-Type': 'application/trickle-ice-sdpfrag' };
  const endpoint = `${url}/whip/endpoint/live`;
  const opened = await fetch(endpoint, {
    method: 'POST',
    headers: { ...authorization, ...sdp },
    body: offer,
  });
  expect(opened.status).toBe(201);
  const answer = await opened.text();
  const session = new URL(opened.headers.get('Location') ?? '', url);
  const answers: string[] = [];
  for (const { text, restart } of fragments) {
    const response = await fetch(session, {
      method: 'PATCH',
      headers: { ...authorization, ...fragmentType, ...(restart ? { 'If-Match': '*' } : {}) },
      body: text,
    });
    expect(response.ok).toBe(true);
    answers.push(await response.text());
  }
  // Refusals: another publisher, wrong and misplaced tokens, nonsense.
  for (const [query, headers, body] of [
    ['', authorization, offer],
    ['', { Authorization: `Bearer ${TOKEN}-wrong` }, offer],
    [`?token=${TOKEN}`, {}, offer],
    ['', { Authorization: TOKEN }, offer],
    ['', { Authorization: `Basic ${TOKEN}` }, offer],
    ['', authorization, `v=0\r\na=ice-pwd:${TOKEN}\r\n`],
  ] as const) {
    const refused = await fetch(endpoint + query, {
      method: 'POST',
      headers: { ...headers, ...sdp },
      body,
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await refused.text()).not.toContain(TOKEN);
  }
  await fetch(`${url}/whep/endpoint/live?token=${WATCH_TOKEN}`, { method: 'POST', headers: sdp });
  await fetch(`${url}/nothing?token=${TOKEN}`);
  expect((await fetch(session, { method: 'DELETE', headers: authorization })).status).toBe(200);
  const ice = [offer, answer, ...answers, ...fragments.map(({ text }) => text)].flatMap(iceSecrets);
  expect(new Set(ice).size).toBeGreaterThanOrEqual(8);
  return ice;
}

describe('no secret in any output (S-124)', () => {
  it.each(['json', 'pretty'])('%s lines at debug, a whole session', async (format) => {
    const server = await startMain({
      args: ['--log-level', 'debug', '--log-format', format],
      environment: ENVIRONMENT,
    });
    const ice = await useServer(server.url);
    expect(await server.stop()).toBe(0);
    const output = server.output();
    for (const line of [
      'session opened',
      'session restarted ICE',
      'offer refused',
      'client-deleted',
    ])
      expect(output).toContain(line);
    for (const secret of [TOKEN, WATCH_TOKEN, ADMIN_TOKEN, TURN_PASSWORD, ...ice])
      expect({ secret, found: output.includes(secret) }).toEqual({ secret, found: false });
  });

  it('a token made at start is shown once, in the welcome', async () => {
    const server = await startMain();
    const [, token = ''] = server.output().match(/#\/publish\/live\?token=([\w-]{24})"/) ?? [];
    expect(token).not.toBe('');
    const refused = await fetch(`${server.url}/whip/endpoint/live?token=${token}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
      body: 'nonsense',
    });
    expect(refused.status).toBe(400);
    expect(await server.stop()).toBe(0);
    expect(server.output().split(token)).toHaveLength(2);
  });

  it.each([
    ['warn', 'json'],
    ['silent', 'json'],
    ['silent', 'pretty'],
  ])('it can be learned at %s (%s), on standard error', async (level, format) => {
    const server = await startMain({
      args: ['--log-level', level, '--log-format', format],
      readyLine: / TOKEN=/,
    });
    const [, token = ''] = server.output().match(/ TOKEN=([\w-]{24})\n/) ?? [];
    expect(token).not.toBe('');
    const asked = await fetch(`${server.url}/whip/endpoint/live`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(asked.status).toBe(204);
    expect(await server.stop()).toBe(0);
    expect(server.output().split(token)).toHaveLength(2);
  });

  it('a configured one cannot be learned at any level', async () => {
    const server = await startMain({ args: ['--log-level', 'silent'], environment: ENVIRONMENT });
    expect(await server.stop()).toBe(0);
    expect(server.output()).toBe('');
  });

  it('--check-config and a failing start say nothing either', async () => {
    const checked = await runMain(['--check-config'], { environment: ENVIRONMENT });
    const failed = await runMain(['--port', 'x'], { environment: ENVIRONMENT });
    expect([checked.code, failed.code]).toEqual([0, 2]);
    const output = JSON.stringify([checked, failed]);
    for (const secret of [TOKEN, WATCH_TOKEN, ADMIN_TOKEN, TURN_PASSWORD])
      expect(output).not.toContain(secret);
  });
});
