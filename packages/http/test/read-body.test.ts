import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, OFFER, type Question } from './support/ask.js';
import { frontDoor } from './support/front-door.js';

const TEXT = vectorText('OK-O1');
const SIZE = Buffer.byteLength(TEXT);
const post = (question: Question): Question => ({
  method: 'POST',
  target: '/whip/endpoint/live',
  headers: OFFER,
  ...question,
});
const declared = (length: number) => ({ ...OFFER, 'content-length': String(length) });

/** A body that gives some bytes, then does as told; notes whether reading was given up. */
function source(text: string, then: 'ends' | 'hangs' | 'breaks' | 'goes on') {
  const state = { reads: 0, returned: false };
  const bytes = new TextEncoder().encode(text);
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        state.reads += 1;
        if (state.reads === 1 || then === 'goes on') return { done: false, value: bytes };
        if (then === 'ends') return { done: true, value: undefined };
        if (then === 'breaks') throw new Error('reset');
        return await new Promise<never>(() => {});
      },
      return: async () => {
        state.returned = true;
        return { done: true, value: undefined };
      },
    }),
  };
  return { body, state };
}

describe('size (S-29)', () => {
  it.each([
    ['exactly the limit', 0, 201],
    ['one byte less', 1, 413],
  ])('%s', async (_name, less, status) => {
    const { handler, gateway } = frontDoor({ http: { limits: { offer: SIZE - less } } });
    const chunked = await ask(handler, post({ body: source(TEXT, 'ends').body }));
    expect(chunked.status).toBe(status);
    await gateway.close();
  });

  it('a declared length over the limit is refused unread, and the connection ends', async () => {
    const { body, state } = source(TEXT, 'goes on');
    const reply = await ask(frontDoor().handler, post({ headers: declared(262_145), body }));
    expect([reply.status, reply.closeConnection, state.reads]).toEqual([413, true, 0]);
  });

  it('an endless one is given up as soon as it is over the limit', async () => {
    const { body, state } = source('x'.repeat(100_000), 'goes on');
    const reply = await ask(frontDoor().handler, post({ body }));
    expect([reply.status, reply.closeConnection]).toEqual([413, true]);
    expect(state).toEqual({ reads: 3, returned: true });
  });

  it('fragments have a limit of their own', async () => {
    const { handler, gateway } = frontDoor();
    const created = await ask(handler, post({ body: TEXT }));
    const reply = await ask(handler, {
      method: 'PATCH',
      target: created.header('location') ?? '',
      headers: { ...OFFER, 'content-type': 'application/trickle-ice-sdpfrag' },
      body: vectorText('BAD-F19'),
    });
    // The rest is announced and small enough to be read away: the connection can go on.
    expect([reply.status, reply.closeConnection]).toEqual([413, false]);
    await gateway.close();
  });
});

describe('time', () => {
  it('a body that stops coming is a 408 after ten seconds, and no timer stays', async () => {
    const { handler, clock } = frontDoor();
    const { body, state } = source('v=0\r\n', 'hangs');
    const reply = ask(handler, post({ body }));
    while (state.reads < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    clock.advance(9_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    const { status, closeConnection, problem } = await reply;
    expect([status, closeConnection, problem().code]).toEqual([408, true, 'body-timeout']);
    expect(state.returned).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('bytes that drip do not move the deadline', async () => {
    const { handler, clock } = frontDoor({ http: { limits: { bodyTime: 1_000 } } });
    async function* drips() {
      for (;;) {
        clock.advance(100);
        yield Uint8Array.of(10);
      }
    }
    expect((await ask(handler, post({ body: drips() }))).status).toBe(408);
    expect(clock.pending).toBe(0);
  });
});

describe('bodies that are not whole', () => {
  it.each([
    ['breaks off', 'breaks', OFFER],
    ['ends before its declared length', 'ends', declared(SIZE)],
  ] as const)('one that %s is a 400', async (_name, then, headers) => {
    const { handler, clock } = frontDoor();
    const reply = await ask(handler, post({ headers, body: source('v=0\r\n', then).body }));
    expect([reply.status, reply.problem().code]).toEqual([400, 'body-incomplete']);
    expect(reply.closeConnection).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('none at all is an empty offer', async () => {
    const reply = await ask(frontDoor().handler, post({ body: null }));
    expect([reply.status, reply.problem().code]).toEqual([400, 'offer-malformed']);
  });

  it('a client that goes while it sends ends the reading', async () => {
    const { handler, clock } = frontDoor();
    const { body, state } = source('v=0\r\n', 'hangs');
    const client = new AbortController();
    const reply = ask(handler, post({ body, signal: client.signal }));
    while (state.reads < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    client.abort();
    expect((await reply).problem().code).toBe('aborted');
    expect([state.returned, clock.pending]).toEqual([true, 0]);
  });
});

describe('a body that was not asked for', () => {
  it.each([
    ['announced and small: read away', declared(100), false],
    ['announced and large', declared(10_000_000), true],
    ['of unknown length', OFFER, true],
  ] as const)('%s', async (_name, headers, closes) => {
    const { body, state } = source('x', 'goes on');
    const reply = await ask(frontDoor().handler, post({ method: 'PUT', headers, body }));
    expect([reply.status, reply.closeConnection, state.reads]).toEqual([405, closes, 0]);
  });
});
