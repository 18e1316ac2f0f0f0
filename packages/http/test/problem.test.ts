import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, type Logger, WhipError, type WhipErrorCode } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import { createWhipHandler } from '../src/handler.js';
import { platformPorts } from '../src/platform.js';
import type { WhipGateway } from '../src/settings.js';
import { ask, OFFER } from './support/ask.js';
import { frontDoor } from './support/front-door.js';

/** A gateway whose `publish` fails as told; everything else is real. */
function failingWith(error: unknown, logger?: Logger) {
  const { gateway: real } = frontDoor();
  const gateway: WhipGateway = {
    backend: real.backend,
    endpoint: (id) => real.endpoint(id),
    find: (id) => real.find(id),
    watch: (request) => real.watch(request),
    answer: (request) => real.answer(request),
    patch: (request) => real.patch(request),
    end: (id, reason) => real.end(id, reason),
    publish: () => Promise.reject(error),
  };
  return createWhipHandler({ gateway, ports: platformPorts(logger), authorize: () => 'granted' });
}

const POST = {
  method: 'POST',
  target: '/whip/endpoint/live',
  headers: OFFER,
  body: vectorText('OK-O1'),
};

describe('problems (S-19, S-45; RFC 9457)', () => {
  it.each(Object.keys(ERROR_CODES) as WhipErrorCode[])(
    '%s has its status and words',
    async (code) => {
      const error = new WhipError(code, 'A sentence.', { rule: 'S-20', retryAfter: 2.5 });
      const reply = await ask(failingWith(error), POST);
      const { status, title, advice } = ERROR_CODES[code];
      expect(reply.status).toBe(status);
      expect(reply.header('content-type')).toBe('application/problem+json');
      expect(reply.header('retry-after')).toBe('3');
      expect(reply.problem()).toEqual({
        type: `urn:whipway:error:${code}`,
        title,
        status,
        detail: code === 'internal' ? advice : 'A sentence.',
        code,
        rule: 'S-20',
      });
    },
  );

  it('no rule and no Retry-After where the error has none', async () => {
    const reply = await ask(failingWith(new WhipError('backend-failed', 'It fell over.')), POST);
    expect(Object.keys(reply.problem())).toEqual(['type', 'title', 'status', 'detail', 'code']);
    expect(reply.header('retry-after')).toBeUndefined();
  });

  it.each([
    ['an Error', new Error('secret-detail')],
    ['a string', 'secret-detail'],
    ['undefined', undefined],
    ['an object', { message: 'secret-detail' }],
  ])('%s is a 500 without a word about it, and logged', async (_name, thrown) => {
    const lines: unknown[] = [];
    const log = (message: string, fields: unknown) => void lines.push([message, fields]);
    const reply = await ask(
      failingWith(thrown, { debug: log, info: log, warn: log, error: log }),
      POST,
    );
    expect([reply.status, reply.problem().code]).toEqual([500, 'internal']);
    expect(reply.body).not.toContain('secret-detail');
    expect(lines).toEqual([['request failed by a bug', expect.objectContaining({ status: 500 })]]);
  });
});

describe('nothing secret in logs and problems (S-124)', () => {
  const SECRETS = [
    'publish-token',
    'wrong-token',
    '0123456789abcdefghijkl',
    'ZYXWVUTSRQPONMLKJIHGFE',
  ];

  it('over every refusal there is a way to', async () => {
    const lines: string[] = [];
    const log = (message: string, fields: unknown) =>
      void lines.push(message + JSON.stringify(fields));
    const logger = { debug: log, info: log, warn: log, error: log };
    const { handler, gateway } = frontDoor({ logger });
    const created = await ask(handler, POST);
    const session = created.header('location') ?? '';
    const fragment = { ...OFFER, 'content-type': 'application/trickle-ice-sdpfrag' };
    const replies = [
      await ask(handler, { ...POST, headers: { authorization: 'Bearer wrong-token' } }),
      await ask(handler, { ...POST, headers: { authorization: 'Bearer wrong-token b' } }),
      await ask(handler, { ...POST, body: vectorText('BAD-O19') }),
      await ask(handler, { ...POST, body: vectorText('BAD-O11') }),
      await ask(handler, { ...POST, body: vectorText('OK-O1') }),
      ...(await Promise.all(
        ['BAD-F05', 'BAD-F09', 'BAD-F15', 'BAD-F11'].map((id) =>
          ask(handler, {
            method: 'PATCH',
            target: session,
            headers: fragment,
            body: vectorText(id),
          }),
        ),
      )),
    ];
    for (const { status } of replies) expect(status).toBeGreaterThanOrEqual(400);
    const written = [...lines, ...replies.map(({ body }) => body)].join('\n');
    expect(lines.length).toBeGreaterThanOrEqual(replies.length);
    for (const secret of SECRETS) expect(written).not.toContain(secret);
    await gateway.close();
  });
});
