import { afterEach, describe, expect, it } from '@jest/globals';
import { type CheckedOffer, checkOffer } from '@whipway/core';
import { type Recording, recordings, vectors, vectorText } from '@whipway/test-rig/fixtures';
import { type RawResponse, send } from './support/raw-client.js';
import { type RunningServer, runServer } from './support/running-server.js';

const TOKEN = 'recorded-clients-secret';
const AUTHORIZATION = { Authorization: `Bearer ${TOKEN}` };
const SDP = { ...AUTHORIZATION, 'Content-Type': 'application/sdp' };
const FRAGMENT = { ...AUTHORIZATION, 'Content-Type': 'application/trickle-ice-sdpfrag' };

/** The real server with the real embedded backend, on addresses that need no network. */
async function serve(mode: 'lenient' | 'strict' = 'lenient'): Promise<RunningServer> {
  return await runServer({
    settings: {
      ENDPOINTS: JSON.stringify([{ id: 'live', token: TOKEN }]),
      MEDIA__ADDRESSES: JSON.stringify(['127.0.0.1']),
      PROTOCOL__BODIES: mode,
      PROTOCOL__IFMATCH: mode,
    },
  });
}

const started: RunningServer[] = [];

async function publish(offer: string | Buffer, mode?: 'lenient' | 'strict') {
  const server = await serve(mode);
  started.push(server);
  const endpoint = `${server.url}/whip/endpoint/live`;
  const response = await send(endpoint, 'POST', SDP, offer);
  return { server, response, session: server.url + (response.headers.location ?? '') };
}

afterEach(async () => {
  for (const { gateway } of started.splice(0)) {
    await gateway.close();
    expect(gateway.sessions()).toEqual([]);
  }
});

function sections(answer: string): string[] {
  return answer.split(/(?=^m=)/m).slice(1);
}

function lines(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`^a=${name}:(.*)\\r$`, 'gm'))].map(([, value = '']) => value);
}

/** S-02, S-07, S-10, S-12 to S-16, S-22, S-25, S-27: what any answer must be. */
function expectConformant(answer: string, offer: CheckedOffer): void {
  expect(answer).toMatch(/^v=0\r\n/);
  const parts = sections(answer);
  expect(parts.map((part) => lines(part, 'mid')[0])).toEqual(offer.media.map(({ mid }) => mid));
  expect(answer).toContain(`a=group:BUNDLE ${offer.media.map(({ mid }) => mid).join(' ')}\r\n`);
  for (const [index, part] of parts.entries()) {
    for (const flag of ['recvonly', 'rtcp-mux', 'rtcp-mux-only'])
      expect(part).toContain(`a=${flag}\r\n`);
    expect(part).not.toMatch(/^m=\w+ 0 |a=(sendrecv|sendonly|inactive|bundle-only|rtcp:)/m);
    const extensions = offer.media[index]?.extensions ?? [];
    const mid = extensions.find(({ uri }) => uri.endsWith('sdes:mid'));
    if (mid) expect(part).toContain(`a=extmap:${mid.id} ${mid.uri}\r\n`);
    const offered = offer.media[index]?.rids.map(({ rid }) => rid) ?? [];
    // OBS gives up unless every layer is taken.
    expect(lines(part, 'rid')).toEqual(offered.map((rid) => `${rid} recv`));
  }
  const roles = { actpass: /^(active|passive)$/, active: /^passive$/, passive: /^active$/ };
  for (const role of lines(answer, 'setup')) expect(role).toMatch(roles[offer.setup]);
  for (const option of lines(answer, 'ice-options').flatMap((value) => value.split(' ')))
    expect(offer.iceOptions).toContain(option);
}

/** The rules of real clients, whoever it is: FFmpeg's are the narrowest. */
function expectFitForClients({ headers, body }: RawResponse): void {
  expect(headers['transfer-encoding']).toBeUndefined();
  expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  expect(headers['content-type']).toBe('application/sdp');
  expect(headers.location).toMatch(/^\/[^/?#][^?#]*$/);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(8192);
  const [first = ''] = lines(body, 'candidate');
  expect(first).toMatch(/^\S{1,32} 1 udp \d+ \S+ \d+ typ host/i);
  expect(lines(body, 'fingerprint')[0]).toMatch(/^sha-256 /);
  expect(body).toContain('a=end-of-candidates\r\n');
}

describe.each(recordings().map((recording) => [recording.client, recording] as const))(
  '%s',
  (_client, { offer: text, fragments }: Recording) => {
    it('gets a 201 with an answer it can use, and a 200 to its DELETE', async () => {
      const { response, session } = await publish(text);
      expect([response.status, response.body]).toEqual([201, expect.stringMatching(/^v=0/)]);
      expectFitForClients(response);
      expectConformant(response.body, checkOffer(text, { profile: 'publish' }));
      // simple-whip-client sends If-Match here, too.
      const headers = { ...AUTHORIZATION, 'If-Match': '"anything"' };
      expect((await send(session, 'DELETE', headers)).status).toBe(200);
      expect((await send(session, 'DELETE', headers)).status).toBe(404);
    });

    if (fragments.length === 0) return;

    it('gets 204 to its fragments, and 200 with one candidate to its restart', async () => {
      const { response, session } = await publish(text);
      let tag = response.headers.etag ?? '';
      for (const fragment of fragments) {
        const headers = { ...FRAGMENT, 'If-Match': fragment.restart ? '*' : tag };
        const patched = await send(session, 'PATCH', headers, fragment.text);
        expect([patched.status, patched.body.split('\r\n')[0]]).toEqual([
          fragment.restart ? 200 : 204,
          expect.any(String),
        ]);
        if (!fragment.restart) {
          expect([patched.headers.etag, patched.body]).toEqual([undefined, '']);
          continue;
        }
        expect(patched.headers.etag).not.toBe(tag);
        tag = patched.headers.etag ?? '';
        expect(lines(patched.body, 'candidate')).toHaveLength(1);
        for (const name of ['ice-ufrag', 'ice-pwd'])
          expect(lines(patched.body, name)[0]).not.toBe(lines(response.body, name)[0]);
      }
    });
  },
);

describe.each(['lenient', 'strict'] as const)(
  'sample bodies on the embedded backend, %s',
  (mode) => {
    it.each(vectors('offer').map((vector) => [vector.id, vector] as const))(
      'offer %s',
      async (_id, vector) => {
        const { response } = await publish(vector.body, mode);
        expect([response.status, response.body]).toEqual([vector[mode], expect.any(String)]);
      },
    );

    it.each(vectors('frag').map((vector) => [vector.id, vector] as const))(
      'fragment %s',
      async (_id, vector) => {
        const { response, session } = await publish(vectorText('OK-O1'), mode);
        const ifMatch = vector.ifMatch === '*' ? '*' : (response.headers.etag ?? '');
        const headers = { ...FRAGMENT, 'If-Match': ifMatch };
        const patched = await send(session, 'PATCH', headers, vector.body);
        expect([patched.status, patched.body]).toEqual([vector[mode], expect.any(String)]);
      },
    );
  },
);
