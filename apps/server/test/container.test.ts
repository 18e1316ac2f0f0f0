import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { BACKENDS } from '../src/backends.js';
import { loadConfig } from '../src/config/load-config.js';
import { configSchema } from '../src/config/schema.js';
import { buildContainer } from '../src/container.js';
import { GATEWAY, MEDIA_BACKEND, SERVER, WHIP_HANDLER } from '../src/service-ids.js';
import { collectingLogger } from './support/collecting-logger.js';
import { eventually } from './support/eventually.js';
import { runServer } from './support/running-server.js';
import { spareAdapter, spareServer } from './support/spare-adapter.js';

const OFFER = vectorText('OK-O1');

function post(url: string, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/sdp',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: OFFER,
  });
}

describe('the container', () => {
  it('makes one of everything, and the handler speaks for its gateway', () => {
    const config = loadConfig({ folder: '/nowhere', environment: {} });
    const container = buildContainer({ config, logger: collectingLogger() });
    expect(container.get(MEDIA_BACKEND)).toBe(container.get(MEDIA_BACKEND));
    expect(container.get(GATEWAY)).toBe(container.get(GATEWAY));
    expect(container.get(WHIP_HANDLER)).toBe(container.get(WHIP_HANDLER));
    expect(container.get(SERVER)).toBe(container.get(SERVER));
    expect(container.get(GATEWAY).backend).toBe(container.get(MEDIA_BACKEND));
    expect(container.get(GATEWAY).endpoints()).toEqual([
      { id: 'live', settings: { layer: 'highest' } },
    ]);
    expect(container.get(WHIP_HANDLER).serves('/whip/endpoint/live')).toBe(true);
    expect(container.get(WHIP_HANDLER).serves('/readyz')).toBe(false);
  });

  it('shares nothing with another one', () => {
    const config = loadConfig({ folder: '/nowhere', environment: {} });
    const [one, other] = [1, 2].map(() => buildContainer({ config, logger: collectingLogger() }));
    expect(one?.get(GATEWAY)).not.toBe(other?.get(GATEWAY));
  });
});

describe('another adapter', () => {
  const settings = {
    BACKEND: '{ kind: spare, url: "ws://127.0.0.1:1" }',
    ENDPOINTS:
      '[{ id: live, token: abc, spare: { room: 7 }, embedded: { layer: l } }, { id: x, publish: public }]',
    MEDIA__ADDRESSES: '[10.1.2.3]',
  };

  it('needs its entry in the table only: schema, wiring and endpoint blocks follow', async () => {
    const media = spareServer();
    const { url, gateway } = await runServer({
      settings,
      adapters: [...BACKENDS, spareAdapter(media)],
    });
    expect(gateway.backend.name).toBe('spare');
    expect(media.made).toMatchObject([
      {
        settings: { url: 'ws://127.0.0.1:1' },
        environment: { media: { addresses: ['10.1.2.3'], stun: [] } },
      },
    ]);
    expect((await post(`${url}/whip/endpoint/live`, 'abc')).status).toBe(502);
    expect((await post(`${url}/whip/endpoint/x`)).status).toBe(502);
    expect(media.asked).toEqual([
      { id: 'live', settings: { room: 7 } },
      { id: 'x', settings: { room: 1 } },
    ]);
  });

  it('must bring zod objects, or says so when the server starts', () => {
    const plain = {
      ...spareAdapter(spareServer()),
      settings: { backend: { parse: String }, endpoint: { parse: String } },
    };
    expect(() => configSchema([plain])).toThrow(
      'the backend settings of backend spare are no zod object',
    );
    expect(() => configSchema([])).toThrow('no backend');
  });
});

describe('the configuration reaches', () => {
  it('tokens: publishing, watching, and open endpoints', async () => {
    const { url } = await runServer({
      settings: {
        ENDPOINTS:
          '[{ id: live, token: pub, watch: { token: see } }, { id: free, publish: public }, { id: seen, token: pub, watch: public }]',
      },
    });
    const status = async (path: string, token?: string) => (await post(url + path, token)).status;
    expect(await status('/whip/endpoint/live')).toBe(401);
    expect(await status('/whip/endpoint/live', 'wrong')).toBe(401);
    expect(await status('/whip/endpoint/live', 'see')).toBe(403);
    expect(await status('/whip/endpoint/live', 'pub')).toBe(201);
    expect(await status('/whip/endpoint/free')).toBe(201);
    // Allowed; a publisher's offer is then no use for watching.
    expect(await status('/whep/endpoint/seen')).toBe(422);
    expect(await status('/whep/endpoint/live')).toBe(401);
  });

  it('protocol.bodies, publicUrl, iceServers, cors, limits', async () => {
    const { url } = await runServer({
      settings: {
        ENDPOINTS: '[{ id: live, publish: public }]',
        PROTOCOL__BODIES: 'strict',
        LISTEN__PUBLIC_URL: 'https://media.example.com/door',
        ICE_SERVERS:
          '[{ urls: ["stun:s.example:3478", "turn:t.example"], username: u, credential: c }]',
        CORS__ORIGINS: '[https://page.example]',
        LIMITS__OFFER: '5000',
      },
    });
    const endpoint = `${url}/whip/endpoint/live`;
    const opened = await post(endpoint);
    expect(opened.status).toBe(201);
    expect(opened.headers.get('Location')).toMatch(
      /^https:\/\/media\.example\.com\/door\/whip\/session\/[\w-]{43}$/,
    );
    expect(opened.headers.get('Link')).toContain(
      '<turn:t.example>; rel="ice-server"; username="u"',
    );
    expect(opened.headers.get('Access-Control-Allow-Origin')).toBeNull();
    const headers = { 'Content-Type': 'application/sdp', Origin: 'https://page.example' };
    const quirky = await fetch(endpoint, { method: 'POST', headers, body: vectorText('TOL-O4') });
    // With a lenient server it would be 409: the endpoint has its publisher.
    expect(quirky.status).toBe(422);
    expect(quirky.headers.get('Access-Control-Allow-Origin')).toBe('https://page.example');
    const body = `${OFFER}${'a=x\r\n'.repeat(1000)}`;
    expect((await fetch(endpoint, { method: 'POST', headers, body })).status).toBe(413);
  });

  it('timers: a session without media ends in time', async () => {
    const { url, logger } = await runServer({
      settings: { ENDPOINTS: '[{ id: live, publish: public }]', TIMERS__CONNECT: '150' },
    });
    await post(`${url}/whip/endpoint/live`);
    await eventually(() => {
      expect(logger.lines.map(({ fields }) => fields['reason'])).toContain('connect-timeout');
    });
  });
});
