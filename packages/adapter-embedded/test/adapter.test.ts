import { describe, expect, it } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import { EmbeddedBackend, embedded } from '../src/index.js';
import { OpenSessions } from '../src/open-sessions.js';
import { CLOCK } from './support/backend-host.js';

const environment = {
  clock: CLOCK,
  logger: SILENT_LOGGER,
  media: { addresses: ['127.0.0.1'], stun: [] },
};

describe('the adapter', () => {
  it('makes a backend from an empty block', async () => {
    expect(embedded.kind).toBe('embedded');
    const backend = embedded.create(embedded.settings.backend.parse({}), environment);
    expect(backend).toBeInstanceOf(EmbeddedBackend);
    expect(backend.name).toBe('embedded');
    await backend.close();
  });

  it('has a default for everything', () => {
    expect(embedded.settings.backend.parse({})).toEqual({
      maximumBitrate: 20_000_000,
      stunTimeout: 1000,
    });
    expect(embedded.settings.endpoint.parse({})).toEqual({ layer: 'highest' });
  });

  it.each([
    ['backend', { maximumBitrate: 0 }],
    ['backend', { stunTimeout: 60_000 }],
    ['backend', { iceLite: true }],
    ['endpoint', { layer: '' }],
    ['endpoint', { layer: 'a b' }],
    ['endpoint', { room: 1234 }],
  ] as const)('refuses a %s block %j', (block, value) => {
    expect(() => embedded.settings[block].parse(value)).toThrow();
  });

  it('refuses a STUN server it cannot read, at once', () => {
    const media = { addresses: ['127.0.0.1'], stun: ['http://stun.example.org'] };
    const settings = embedded.settings.backend.parse({});
    expect(() => embedded.create(settings, { ...environment, media })).toThrow('media.stun');
  });
});

describe('OpenSessions', () => {
  function session(over: () => void) {
    const closed: string[] = [];
    const close = async (reason: string): Promise<void> => {
      closed.push(reason);
      over();
    };
    const call = async (): Promise<never> => {
      throw new Error('not here');
    };
    return { answer: '', addCandidates: call, restartIce: call, stats: call, close, closed };
  }

  it('closes what is still open, once', async () => {
    const sessions = new OpenSessions();
    const [one, other] = [await sessions.keep(session), await sessions.keep(session)];
    await one.close('client-deleted');
    await sessions.close();
    await sessions.close();
    expect([one.closed, other.closed]).toEqual([['client-deleted'], ['shutdown']]);
  });

  it('closes what comes after its end', async () => {
    const sessions = new OpenSessions();
    await sessions.close();
    let made: ReturnType<typeof session> | undefined;
    const keeping = sessions.keep((over) => {
      made = session(over);
      return made;
    });
    await expect(keeping).rejects.toMatchObject({ code: 'shutting-down' });
    expect(made?.closed).toEqual(['shutdown']);
  });
});
