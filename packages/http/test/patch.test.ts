import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, type HeaderInput, OFFER, PUBLISHER } from './support/ask.js';
import { type FrontDoor, frontDoor } from './support/front-door.js';

const FRAGMENT_TYPE = { 'content-type': 'application/trickle-ice-sdpfrag' };

let door: FrontDoor;
afterEach(() => door.gateway.close());

async function open(mode: 'strict' | 'lenient' = 'strict') {
  const protocol = { bodies: mode, ifMatch: mode };
  door = frontDoor({ gateway: { protocol } });
  const created = await ask(door.handler, {
    method: 'POST',
    target: '/whip/endpoint/live',
    headers: OFFER,
    body: vectorText('OK-O1'),
  });
  const target = created.header('location') ?? '';
  const patch = (headers: HeaderInput, body = vectorText('OK-F1')) =>
    ask(door.handler, { method: 'PATCH', target, headers: { ...PUBLISHER, ...headers }, body });
  return { etag: created.header('etag') ?? '', patch };
}

describe('PATCH (S-80, S-82, S-92)', () => {
  it('another media type: 415 with Accept-Patch', async () => {
    const { patch } = await open();
    for (const headers of [{}, { 'content-type': 'application/sdp' }]) {
      const reply = await patch({ ...headers, 'if-match': '*' });
      expect(reply.status).toBe(415);
      expect(reply.header('accept-patch')).toBe('application/trickle-ice-sdpfrag');
      expect(reply.header('accept')).toBe('application/trickle-ice-sdpfrag');
    }
  });

  it('trickle: 204 without body, length and ETag', async () => {
    const { patch, etag } = await open();
    const reply = await patch({ ...FRAGMENT_TYPE, 'if-match': etag });
    expect([reply.status, reply.body]).toEqual([204, '']);
    for (const header of ['etag', 'content-type', 'content-length']) {
      expect(reply.header(header)).toBeUndefined();
    }
    expect(door.backend.sessions[0]?.candidates).toHaveLength(2);
  });

  it('restart: 200 with a fragment, its length and a new ETag; the old tag is stale', async () => {
    const { patch, etag } = await open();
    const reply = await patch({ ...FRAGMENT_TYPE, 'if-match': '*' }, vectorText('OK-F6'));
    expect(reply.status).toBe(200);
    expect(reply.header('content-type')).toBe('application/trickle-ice-sdpfrag');
    expect(reply.header('content-length')).toBe(String(reply.body.length));
    expect(reply.header('etag')).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(reply.header('etag')).not.toBe(etag);
    expect(reply.body).toMatch(/a=ice-ufrag:\S{4,32}\r\n/);
    expect(reply.body).toMatch(/a=candidate:/);
    const late = await patch({ ...FRAGMENT_TYPE, 'if-match': etag });
    expect(late.status).toBe(412);
  });

  it('several If-Match lines are one list (RFC 9110, section 5.3)', async () => {
    const { patch, etag } = await open();
    expect((await patch({ ...FRAGMENT_TYPE, 'if-match': ['"a"', etag] })).status).toBe(204);
    expect((await patch({ ...FRAGMENT_TYPE, 'if-match': ['*', etag] })).status).toBe(400);
  });

  it.each([
    ['lenient', 'current', 204],
    ['lenient', '"stale"', 412],
    ['strict', 'current', 428],
  ] as const)(
    'the request header ETag is an If-Match for who is %s: %s (R-19)',
    async (mode, tag, status) => {
      const { patch, etag } = await open(mode);
      const reply = await patch({ ...FRAGMENT_TYPE, etag: tag === 'current' ? etag : tag });
      expect(reply.status).toBe(status);
    },
  );

  it('If-Match wins over ETag', async () => {
    const { patch, etag } = await open('lenient');
    expect((await patch({ ...FRAGMENT_TYPE, etag, 'if-match': '"stale"' })).status).toBe(412);
  });

  it('a whole offer is no fragment (S-28)', async () => {
    const { patch, etag } = await open();
    const reply = await patch({ ...FRAGMENT_TYPE, 'if-match': etag }, vectorText('OK-O1'));
    expect(reply.status).toBe(400);
  });
});
