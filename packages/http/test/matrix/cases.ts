import { expect } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { eventually } from '../support/eventually.js';
import { type FrontDoor, PUBLISH_TOKEN } from '../support/front-door.js';
import type { Listening } from '../support/listening.js';
import { openConnection, type RawResponse, requestBytes } from '../support/raw-http.js';
import { AUTHORIZATION, opened, type WhipClient } from '../support/whip-client.js';
import type { Host } from './hosts.js';

/** A host that runs, with what is behind it. */
export interface Running {
  readonly host: Host;
  readonly door: FrontDoor;
  readonly listening: Listening;
  readonly client: WhipClient;
}

/** What must hold on every host; the name says which rule. */
export interface Case {
  readonly name: string;
  run(running: Running): Promise<void>;
}

const ALL_METHODS = 'OPTIONS, GET, HEAD, POST, PATCH, DELETE';

export const CASES: readonly Case[] = [
  {
    name: 'a publisher comes, trickles, restarts and goes (S-01, S-82, S-92, S-100)',
    async run({ client, door, host }) {
      const { path, etag, response } = await client.publish();
      expect(path).toMatch(new RegExp(`^${host.mountPath}/whip/session/[A-Za-z0-9_-]{43}$`));
      expectFramed(response);
      expect((await client.patch(path, vectorText('OK-F1'), etag)).status).toBe(204);
      const restarted = await client.patch(path, vectorText('OK-F6'), '*');
      expect(restarted.status).toBe(200);
      expect(restarted.header('content-type')).toBe('application/trickle-ice-sdpfrag');
      expect(restarted.header('etag')).not.toBe(etag);
      expectFramed(restarted);
      const ended = await client.end(path, '"stale"');
      expect([ended.status, ended.header('content-length')]).toEqual([200, '0']);
      expect((await client.end(path)).status).toBe(404);
      expect(door.backend.sessions[0]).toMatchObject({ closed: 'client-deleted' });
    },
  },
  {
    name: 'a player watches what is published (WHEP)',
    async run({ client, host }) {
      const nothing = await client.watch();
      expect([nothing.status, nothing.header('retry-after')]).toEqual([404, '2']);
      await client.publish();
      const { path, response } = opened(await client.watch());
      expect(path.startsWith(`${host.mountPath}/whep/session/`)).toBe(true);
      expect(response.body).toContain('a=sendonly');
    },
  },
  {
    name: 'every ICE server has a Link line of its own (S-63)',
    async run({ client, host }) {
      const { response } = await client.publish();
      const links = response.all('link');
      if (host.linkLines === 'separate') {
        expect(links).toEqual([
          '<stun:stun.example.net:3478>; rel="ice-server"',
          '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="user"; credential="pass"; credential-type="password"',
        ]);
      } else expect([host.linkLines.joined, links.length]).toEqual([expect.any(String), 1]);
    },
  },
  {
    name: 'preflights pass without a token (S-50 to S-58)',
    async run({ client }) {
      const headers = [
        ['Origin', 'https://page.example'],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'authorization,content-type'],
      ] as const;
      const { path } = client.offer();
      const response = await client.send({ method: 'OPTIONS', path, headers });
      expect(response.status).toBe(200);
      expect(response.header('access-control-allow-origin')).toBe('*');
      expect(response.header('access-control-allow-methods')).toBe(ALL_METHODS);
      expect(response.header('access-control-allow-headers')).toContain('authorization');
      expect(response.header('accept-post')).toBe('application/sdp');
      expect(response.header('allow')).toBe('OPTIONS, GET, HEAD, POST');
      expect(response.all('link')).toEqual([]);
      expectFramed(response);
    },
  },
  {
    name: 'GET and HEAD have no content (S-40, S-41)',
    async run({ client }) {
      const { path } = await client.publish();
      for (const target of [path, client.offer().path]) {
        for (const method of ['GET', 'HEAD']) {
          const response = await client.send({ method, path: target, headers: [AUTHORIZATION] });
          expect(response.status).toBe(204);
          expect(response.header('content-type')).toBeUndefined();
          expect(response.header('transfer-encoding')).toBeUndefined();
          expect(response.header('cache-control')).toBe('no-store');
        }
      }
    },
  },
  {
    name: 'a refused HEAD has the headers of the problem and nothing after them',
    async run({ client }) {
      const connection = await openConnection(client.port);
      const request = { method: 'HEAD', path: client.offer().path };
      const refused = await connection.exchange(request);
      expect([refused.status, refused.body]).toEqual([401, '']);
      expect(Number(refused.header('content-length'))).toBeGreaterThan(0);
      // Were there a body, it would be taken for this response.
      const again = await connection.exchange({ ...request, headers: [AUTHORIZATION] });
      expect(again.status).toBe(204);
      connection.close();
    },
  },
  {
    name: 'refusals are problems that a page can read (S-04, S-42, S-45, S-56, S-71)',
    async run({ client }) {
      const offer = client.offer();
      const refusals: readonly (readonly [RawResponse, number, string])[] = [
        [await client.send({ ...offer, headers: [] }), 401, 'www-authenticate'],
        [await client.send({ ...offer, headers: [AUTHORIZATION] }), 415, 'accept-post'],
        [await client.send({ ...offer, method: 'PUT' }), 405, 'allow'],
        [await client.send({ ...offer, method: 'PROPFIND' }), 501, 'allow'],
        [await client.send({ ...offer, path: `${offer.path}x` }), 404, 'content-type'],
      ];
      for (const [response, status, header] of refusals) {
        expect(response.status).toBe(status);
        expect(response.header(header)).toBeDefined();
        expect(response.header('content-type')).toBe('application/problem+json');
        expect(response.header('access-control-allow-origin')).toBe('*');
        expect(response.header('access-control-expose-headers')).toContain('WWW-Authenticate');
        expect(JSON.parse(response.body)).toMatchObject({ status });
        expectFramed(response);
      }
    },
  },
  {
    name: 'the connection goes on after a refused offer',
    async run({ client }) {
      const connection = await openConnection(client.port);
      const refused = await connection.exchange({ ...client.offer(), headers: [] });
      expect(refused.status).toBe(401);
      expect((await connection.exchange(client.offer())).status).toBe(201);
      connection.close();
    },
  },
  {
    name: 'a body over the limit is refused while it comes, and the connection ends (S-29)',
    async run({ client, door }) {
      const connection = await openConnection(client.port);
      const { body: _, ...offer } = client.offer();
      const headers = [...(offer.headers ?? []), ['Transfer-Encoding', 'chunked']] as const;
      connection.socket.write(requestBytes({ ...offer, headers }));
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      for (let sent = 0; sent < 6; sent += 1) connection.socket.write(chunk);
      const response = await connection.response('POST');
      expect([response.status, JSON.parse(response.body).code]).toEqual([413, 'body-too-large']);
      await connection.closed();
      expect(door.gateway.sessions()).toEqual([]);
    },
  },
  {
    name: 'a chunked offer is as good as any, and so is one that waits for 100 Continue',
    async run({ client }) {
      const offer = client.offer();
      const text = String(offer.body);
      const chunked = await client.send({
        ...offer,
        headers: [...(offer.headers ?? []), ['Transfer-Encoding', 'chunked']],
        body: `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
      });
      expect(chunked.status).toBe(201);
      await client.end(opened(chunked).path);
      const connection = await openConnection(client.port);
      const length = ['Content-Length', String(text.length)] as const;
      const headers = [...(offer.headers ?? []), length, ['Expect', '100-continue']] as const;
      const { body: _, ...head } = offer;
      connection.socket.write(requestBytes({ ...head, headers }));
      connection.socket.write(text);
      expect((await connection.response('POST')).status).toBe(201);
      connection.close();
    },
  },
  {
    name: 'a publisher that leaves while its POST is pending leaves nothing behind',
    async run({ client, door }) {
      door.backend.hold('open');
      const connection = await openConnection(client.port);
      connection.socket.write(requestBytes(client.offer()));
      await door.backend.waitFor('open');
      expect(door.gateway.sessions()).toHaveLength(1);
      connection.close();
      await eventually(() => door.gateway.sessions().length === 0);
      expect(door.clock.pending).toBeLessThanOrEqual(1);
    },
  },
];

/** Whatever has a body says how long it is, and nothing is chunked (real-client rule of FFmpeg). */
function expectFramed(response: RawResponse): void {
  expect(response.header('transfer-encoding')).toBeUndefined();
  expect(response.header('content-length')).toBe(String(Buffer.byteLength(response.body)));
}

/** Requests that are none of ours: the host must answer them as if we were not there. */
export const FOREIGN_REQUESTS = (mountPath: string) => [
  { method: 'GET', path: '/host' },
  { method: 'HEAD', path: '/host' },
  { method: 'OPTIONS', path: '/host', headers: [['Origin', 'https://page.example']] as const },
  {
    method: 'POST',
    path: '/host/json',
    headers: [['Content-Type', 'application/json']] as const,
    body: '{"still":"parsed"}',
  },
  { method: 'GET', path: '/nowhere' },
  { method: 'GET', path: `${mountPath}/whip` },
  { method: 'GET', path: `${mountPath}/whip/endpoint/` },
  { method: 'POST', path: '/elsewhere/whip/endpoint/live', headers: [AUTHORIZATION], body: 'x' },
  { method: 'GET', path: `/host?token=${PUBLISH_TOKEN}` },
];
