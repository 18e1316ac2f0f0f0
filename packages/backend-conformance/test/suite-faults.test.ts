import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { CollectingRunner } from './collecting-runner.js';
import { examine } from './examine.js';
import {
  type ReferenceRig,
  type ReferenceSubject,
  referenceSubject,
} from './reference/reference-subject.js';

const never = () => new Promise<never>(() => {});

/** The reference subject with publishers whose `name` is replaced. */
function withPublisher(change: { readonly [name: string]: () => Promise<void> }): ReferenceSubject {
  const subject = referenceSubject();
  const { farSide } = subject;
  if ('no' in farSide) throw new Error('the reference has a far side');
  const publisher = async (rig: ReferenceRig) => {
    const honest = await farSide.publisher(rig);
    return new Proxy(honest, {
      get: (target, key) =>
        change[String(key)] ?? bound(target, Reflect.get(target, key, target) as unknown),
    });
  };
  return { ...subject, farSide: { ...farSide, publisher } };
}

function bound(target: object, value: unknown): unknown {
  return typeof value === 'function' ? value.bind(target) : value;
}

describe('a suite that is at fault itself', () => {
  it.each(['connect', 'sendMedia', 'restart', 'farewellHeard'])(
    'is told that publisher.%s hangs',
    async (method) => {
      const outcomes = await examine(withPublisher({ [method]: never }));
      const failed = outcomes.filter(({ failure }) => failure !== undefined);
      expect(failed.length).toBeGreaterThan(0);
      for (const { failure } of failed) {
        expect(failure).toBe(`the suite’s publisher.${method}: not within 10000 ms`);
      }
    },
  );

  it('is told that a lever or `dispose` hangs', async () => {
    const subject = referenceSubject();
    const outage = { begin: never, end: async () => {} };
    const stuck = await examine({ ...subject, faults: { ...subject.faults, outage } });
    const told = stuck.filter(({ failure }) => failure?.includes('the suite’s outage.begin'));
    expect(told).toHaveLength(6);
    const create: typeof subject.create = async (host) => ({
      ...(await subject.create(host)),
      dispose: never,
    });
    const [first] = await examine({ ...subject, create });
    expect(first?.failure).toBe('the suite’s `dispose`: not within 10000 ms');
  });

  it('is told that playback needs a player', async () => {
    const subject = referenceSubject();
    const { farSide } = subject;
    if ('no' in farSide) throw new Error('the reference has a far side');
    const { player: _player, ...without } = farSide;
    const outcomes = await examine({ ...subject, farSide: without });
    const answer = outcomes.find(({ id }) => id === 'playback-answer');
    expect(answer?.failure).toContain('farSide.player is needed');
  });

  it('is told what `create` threw', async () => {
    const subject = referenceSubject();
    const create = () => Promise.reject(new Error('no port is free'));
    const outcomes = await examine({ ...subject, create });
    expect(new Set(outcomes.map(({ failure }) => failure))).toEqual(new Set(['no port is free']));
  });
});

describe('every test', () => {
  it('makes a backend of its own and disposes of it, whether it passes or fails', async () => {
    const subject = referenceSubject(() => {
      throw new TypeError('not a backend');
    });
    const honest = referenceSubject();
    let made = 0;
    let disposed = 0;
    const create: typeof honest.create = async (host) => {
      made += 1;
      const rig = await honest.create(host);
      const broken = made % 2 === 0 ? { backend: { ...rig.backend, health: never } } : {};
      const dispose = async () => {
        disposed += 1;
      };
      return { ...rig, ...broken, dispose };
    };
    const outcomes = await examine({ ...honest, create });
    expect(made).toBe(outcomes.length);
    expect(disposed).toBe(made);
    expect((await examine(subject))[0]?.failure).toBe('not a backend');
  });

  it('stands in the group of its chapter', () => {
    const runner = new CollectingRunner();
    describeMediaBackend(runner, referenceSubject());
    expect(runner.groups).toEqual([
      'media backend reference',
      'basics',
      'opening',
      'aborting',
      'trickle',
      'restart',
      'media-reports',
      'release',
      'outage',
      'playback',
    ]);
  });
});

describe('README.md', () => {
  it('lists the names of the index, all of them', () => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
    const exported = [...read('../src/index.ts').matchAll(/\{([^}]+)\}/g)]
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.replace('type ', '').trim());
    const [, table = ''] = read('../README.md').split('## Names');
    const listed = [...table.matchAll(/`([A-Za-z]+|PROMISES)`/g)].map(([, name]) => name);
    expect(listed.sort()).toEqual(exported.sort());
    expect(exported.length).toBeLessThanOrEqual(8);
  });
});
