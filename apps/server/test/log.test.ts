import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Gateway, GatewayEvent, GatewayListener, SessionSnapshot } from '@whipway/core';
import { createWhipHandler, platformPorts } from '@whipway/http';
import { createLogger, isPretty } from '../src/log/create-logger.js';
import { errorFields } from '../src/log/error-fields.js';
import { logRefusals, pathOf } from '../src/log/refusal-lines.js';
import { logSessions } from '../src/log/session-lines.js';
import { collectingLogger } from './support/collecting-logger.js';
import { testFolder } from './support/folders.js';

const folder = testFolder();

/** What a logger writes, line by line. */
function written(
  log: Parameters<typeof createLogger>[0],
  write: (logger: ReturnType<typeof createLogger>) => void,
): readonly string[] {
  const descriptor = openSync(folder.write('log', ''), 'a');
  write(createLogger(log, { isTerminal: false, descriptor }));
  closeSync(descriptor);
  return readFileSync(`${folder.path}/log`, 'utf8').split('\n').slice(0, -1);
}

describe('the logger', () => {
  it('writes JSON with time, level, message and fields, from its level upwards', () => {
    const lines = written({ level: 'info', format: 'json' }, (logger) => {
      logger.debug('hidden');
      logger.info('shown', { endpoint: 'live' });
      logger.error('broken', { error: new TypeError('boom', { cause: new Error('deep') }) });
    }).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 'info', msg: 'shown', endpoint: 'live' },
      {
        level: 'error',
        msg: 'broken',
        error: { name: 'TypeError', message: 'boom', cause: { name: 'Error', message: 'deep' } },
      },
    ]);
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(['endpoint', 'level', 'msg', 'time']);
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('writes one line a person can read, without colours in a file', () => {
    const lines = written({ level: 'info', format: 'pretty' }, (logger) =>
      logger.warn('careful', { host: '0.0.0.0' }),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^\[[\d:.]+\] WARN: careful \{"host":"0\.0\.0\.0"\}$/),
    ]);
  });

  it('takes secrets out of whatever it is given (S-124)', () => {
    const text = written({ level: 'info', format: 'json' }, (logger) => {
      logger.info('x', { authorization: 'Bearer hunter2', headers: { authorization: 'hunter2' } });
      logger.info('x', { endpoint: { watch: { token: 'hunter2' } }, ice: { pwd: 'hunter2' } });
    }).join('\n');
    expect(text.match(/\[secret\]/g)).toHaveLength(4);
    expect(text).not.toContain('hunter2');
  });

  it('is silent when told so', () => {
    expect(written({ level: 'silent', format: 'json' }, (log) => log.error('x'))).toEqual([]);
  });

  it.each([
    ['auto', true, true],
    ['auto', false, false],
    ['pretty', false, true],
    ['json', true, false],
  ] as const)('%s in a terminal (%s) is pretty: %s', (format, isTerminal, expected) => {
    expect(isPretty({ level: 'info', format }, { isTerminal, descriptor: 1 })).toBe(expected);
  });
});

describe('errors in lines', () => {
  it('have nothing that a library hung on them', () => {
    const error = Object.assign(new Error('401'), {
      code: 'ERR_HTTP',
      config: { headers: { Authorization: 'Bearer hunter2' } },
    });
    const fields = errorFields(error);
    expect(fields).toMatchObject({ name: 'Error', code: 'ERR_HTTP', message: '401' });
    expect(JSON.stringify(fields)).not.toContain('hunter2');
  });

  it('end somewhere, and may be no errors at all', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(JSON.stringify(errorFields(circular)).match(/round/g)?.length).toBeLessThan(10);
    expect(errorFields('text')).toBe('text');
    expect(errorFields({ token: 'x' })).toBe('object');
  });
});

const SESSION: SessionSnapshot = {
  id: 'right-to-end-it',
  label: 's1',
  endpointId: 'live',
  kind: 'publish',
  state: 'connecting',
  restart: 'none',
  generation: 0,
  unconfirmed: false,
  openedAt: Date.now() - 2_000,
};

/** The lines for these events, from a gateway that only speaks. */
function linesFor(events: readonly GatewayEvent[]) {
  const listeners = new Set<GatewayListener>();
  const gateway = {
    subscribe: (listener: GatewayListener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    quirkCounts: () => ({ 'setup-passive': 3 }),
  } as unknown as Gateway;
  const logger = collectingLogger();
  const stop = logSessions(gateway, logger);
  for (const event of events) for (const listener of listeners) listener(event);
  stop();
  expect(listeners.size).toBe(0);
  return logger.lines;
}

describe('a session', () => {
  it('is told in one line an event', () => {
    const fields = { session: 's1', endpoint: 'live', kind: 'publish' };
    const at = (state: SessionSnapshot['state']) => ({ ...SESSION, state });
    const lines = linesFor([
      { type: 'session-state', session: at('negotiating'), from: 'new' },
      { type: 'session-state', session: at('connecting'), from: 'negotiating' },
      { type: 'session-state', session: at('connected'), from: 'connecting' },
      { type: 'session-restarted', session: { ...at('connected'), generation: 1 } },
      { type: 'session-state', session: at('disconnected'), from: 'connected' },
      { type: 'session-state', session: at('connected'), from: 'disconnected' },
      { type: 'session-state', session: at('closed'), from: 'connected' },
      { type: 'session-closed', session: at('closed'), reason: 'kicked', detail: 'room closed' },
      { type: 'quirk', quirk: 'setup-passive', endpointId: 'live' },
    ]);
    expect(lines).toEqual([
      { level: 'info', message: 'session opened', fields },
      { level: 'info', message: 'session connected', fields },
      { level: 'info', message: 'session restarted ICE', fields: { ...fields, generation: 1 } },
      { level: 'info', message: 'session lost its media, waiting for it', fields },
      { level: 'info', message: 'session has its media again', fields },
      {
        level: 'info',
        message: 'session closed',
        fields: {
          ...fields,
          reason: 'kicked',
          because: 'the media server removed the publisher',
          detail: 'room closed',
          seconds: expect.closeTo(2, 0),
        },
      },
      {
        level: 'debug',
        message: 'quirk tolerated',
        fields: { endpoint: 'live', quirk: 'setup-passive', count: 3 },
      },
    ]);
  });
});

describe('a refused offer', () => {
  const ports = platformPorts();
  const gateway = {
    backend: { capabilities: { playback: 'yes' } },
    endpoint: () => ({ id: 'live' }),
  } as unknown as Parameters<typeof createWhipHandler>[0]['gateway'];
  const handler = createWhipHandler({ gateway, ports, authorize: () => 'denied' });

  function request(method: string, authorization?: string) {
    return {
      method,
      target: '/whip/endpoint/live?token=hunter2',
      mountPath: '',
      headers: { values: () => (authorization === undefined ? [] : [authorization]) },
      body: null,
      signal: new AbortController().signal,
    };
  }

  it.each([
    ['debug', 401, 'credential-missing', 'denied', undefined],
    ['debug', 401, 'credential-invalid', 'denied', 'Bearer wrong'],
    ['debug', 400, 'credential-malformed', 'denied', 'Bearer a b'],
    ['info', 403, 'credential-insufficient', 'insufficient', 'Bearer good'],
    ['info', 415, 'media-type-unsupported', 'granted', 'Bearer good'],
  ] as const)('is told at %s: %i %s', async (level, status, code, verdict, authorization) => {
    const logger = collectingLogger();
    const asked = createWhipHandler({ gateway, ports, authorize: () => verdict });
    await logRefusals(asked, logger).handle(request('POST', authorization));
    expect(logger.lines).toMatchObject([{ level, fields: { status, code } }]);
  });

  it('is told with its code and its reason, without the query', async () => {
    const logger = collectingLogger();
    const watched = logRefusals(handler, logger);
    expect((await watched.handle(request('POST')))?.status).toBe(401);
    await watched.handle(request('GET'));
    expect(logger.lines).toEqual([
      {
        level: 'debug',
        message: 'offer refused',
        fields: expect.objectContaining({
          path: '/whip/endpoint/live',
          status: 401,
          code: 'credential-missing',
        }),
      },
    ]);
    expect(watched.serves('/whip/endpoint/live')).toBe(true);
    expect(await watched.handle({ ...request('POST'), target: '/other' })).toBeUndefined();
  });

  it('is told by its status when the body is no problem document', async () => {
    const logger = collectingLogger();
    const odd = logRefusals(
      {
        serves: () => true,
        handle: async () => ({ status: 406, headers: [], body: 'v=0', closeConnection: false }),
      },
      logger,
    );
    await odd.handle(request('POST'));
    expect(logger.lines[0]?.fields).toEqual({ path: '/whip/endpoint/live', status: 406 });
  });
});

it.each([
  ['/a?token=x', '/a'],
  ['/a#x', '/a'],
  ['/a', '/a'],
])('the path of %s is %s', (target, path) => {
  expect(pathOf(target)).toBe(path);
});
