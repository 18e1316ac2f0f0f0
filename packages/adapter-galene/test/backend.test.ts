import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type BackendSession,
  type Call,
  checkOffer,
  type HangUpReason,
  type IceCredentials,
  NEVER_ABORTED,
  SILENT_LOGGER,
  WhipError,
} from '@whipway/core';
import { eventually, pause } from '@whipway/test-rig/eventually';
import { offerText } from '@whipway/test-rig/offer-text';
import { TEST_CERTIFICATE } from '@whipway/test-rig/test-certificate';
import type { z } from 'zod';
import { GaleneBackend } from '../src/index.js';
import { backendSettings, endpointSettings } from '../src/settings.js';
import { FakeGalene } from './fake-galene/fake-galene.js';
import { ADMIN } from './fake-galene/galene-admin.js';

const CALL: Call = { signal: NEVER_ABORTED };
const CLOCK = {
  now: () => Date.now(),
  after(delay: number, callback: () => void) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

type BackendBlock = Partial<z.input<typeof backendSettings>>;
type EndpointBlock = z.input<typeof endpointSettings>;

let galene: FakeGalene;
const backends: GaleneBackend[] = [];

beforeEach(async () => {
  galene = new FakeGalene();
  await galene.comeUp();
  galene.state.groups.set('fixed', { description: {}, everybody: 'present', locked: false });
});
afterEach(async () => {
  for (const made of backends.splice(0)) await made.close();
  await galene.goDown();
});

function backend(block: BackendBlock = { admin: ADMIN }): GaleneBackend {
  const settings = backendSettings.parse({ url: galene.url, probeInterval: 600_000, ...block });
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const made = new GaleneBackend(settings, { clock: CLOCK, logger: SILENT_LOGGER, media });
  backends.push(made);
  return made;
}

interface Opened {
  readonly session: BackendSession;
  readonly ice: IceCredentials;
  readonly said: string[];
  /** The same with their details. */
  readonly ends: string[];
}

let count = 0;

async function publish(to: GaleneBackend, block: EndpointBlock = {}, id = 'live'): Promise<Opened> {
  count += 1;
  const said: string[] = [];
  const ends: string[] = [];
  const reports = {
    mediaUp() {},
    mediaDown() {},
    hungUp(reason: HangUpReason, detail?: string) {
      said.push(reason);
      ends.push(`${reason}: ${detail}`);
    },
  };
  const endpoint = { id, settings: endpointSettings.parse(block) };
  const context = { sessionId: `session${count}`, endpoint, reports, logger: SILENT_LOGGER };
  const offer = checkOffer(offerText(), { profile: 'publish' });
  return { session: await to.open(offer, context, CALL), ice: offer.ice, said, ends };
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => 'nothing',
    (reason: unknown) => reason,
  );
  return WhipError.is(error) ? `${error.code}: ${error.message}` : String(error);
}

describe('groups', () => {
  it('are made for endpoints, before the publisher, and removed with them', async () => {
    const made = backend({ admin: ADMIN, groupPrefix: 'whip/' });
    const create = { maxClients: 3, codecs: ['opus'], open: true, public: true };
    const endpoint = { id: 'live', settings: endpointSettings.parse({ create }) };
    await made.openEndpoint(endpoint, CALL);
    expect(galene.state.groups.get('whip/live')).toEqual({
      description: { codecs: ['opus'], 'max-clients': 3, public: true, comment: 'made by Whipway' },
      everybody: 'observe',
      locked: false,
    });
    await made.closeEndpoint(endpoint, CALL);
    expect([...galene.state.groups.keys()]).toEqual(['fixed']);
  });

  it('that were there are taken as they are, and stay', async () => {
    const made = backend();
    const endpoint = {
      id: 'fixed',
      settings: endpointSettings.parse({ create: { maxClients: 1 } }),
    };
    await made.openEndpoint(endpoint, CALL);
    await made.closeEndpoint(endpoint, CALL);
    expect(galene.state.groups.get('fixed')?.description).toEqual({});
  });

  it('take what encoders send: OBS comes with H264, which Galene’s own choice lacks', async () => {
    await backend().openEndpoint({ id: 'live', settings: endpointSettings.parse({}) }, CALL);
    expect(galene.state.groups.get('live')?.description['codecs']).toEqual([
      'vp8',
      'h264',
      'vp9',
      'av1',
      'opus',
    ]);
  });

  it('made before the gateway was restarted are still known as ours', async () => {
    const endpoint = { id: 'live', settings: endpointSettings.parse({}) };
    await backend().openEndpoint(endpoint, CALL);
    const restarted = backend();
    await restarted.openEndpoint(endpoint, CALL);
    await restarted.closeEndpoint(endpoint, CALL);
    expect(galene.state.groups.has('live')).toBe(false);
  });

  it('that somebody removed are made again for the next session', async () => {
    const made = backend();
    await publish(made);
    galene.state.groups.delete('live');
    await publish(made);
    expect(galene.state.groups.has('live')).toBe(true);
  });

  it('are not touched when the endpoint names one, or there is no admin', async () => {
    const group = { id: 'live', settings: endpointSettings.parse({ group: 'fixed' }) };
    for (const made of [backend(), backend({})]) {
      await made.openEndpoint(group, CALL);
      await publish(made, { group: 'fixed' });
      await made.closeEndpoint(group, CALL);
    }
    await backend({}).openEndpoint({ id: 'new', settings: {} }, CALL);
    expect([...galene.state.groups.keys()]).toEqual(['fixed']);
  });

  it.each([
    ['.wildcard-user', 'the user'],
    ['.wildcard-user/.password', 'its password'],
  ])('that were left half made (without %s) are opened the next time', async (path) => {
    const target = `/galene-api/v0/.groups/live/${path}`;
    galene.override = (request) =>
      request.path === target && request.method === 'PUT' ? { status: 500 } : undefined;
    const made = backend();
    const endpoint = { id: 'live', settings: endpointSettings.parse({ create: { open: true } }) };
    expect(await refusalOf(made.openEndpoint(endpoint, CALL))).toMatch(/open a group to viewers/);
    galene.override = () => undefined;
    await made.openEndpoint(endpoint, CALL);
    const puts = galene.seen.filter(({ path: asked }) => asked === target);
    expect(puts).toHaveLength(2);
    expect(galene.state.groups.get('live')?.everybody).toBe('observe');
  });

  it('that somebody else made are not opened', async () => {
    galene.state.groups.set('live', { description: {}, everybody: undefined, locked: false });
    const endpoint = { id: 'live', settings: endpointSettings.parse({ create: { open: true } }) };
    await backend().openEndpoint(endpoint, CALL);
    expect(galene.state.groups.get('live')?.everybody).toBeUndefined();
  });

  it('need writableGroups, which the refusal says', async () => {
    galene.state.writableGroups = false;
    expect(await refusalOf(publish(backend()))).toMatch(/^backend-refused: .*writableGroups/);
    galene.state.writableGroups = true;
    await publish(backend());
  });

  it('may be several path parts', async () => {
    galene.state.groups.set('a b/c', { description: {}, everybody: 'present', locked: false });
    await publish(backend({}), { group: 'a b/c' });
    expect(galene.seen.at(-1)?.path).toBe('/group/a%20b/c/.whip');
  });
});

describe('tokens', () => {
  it('are minted for each session, with a user name of its own, and revoked with it', async () => {
    const made = backend({ admin: ADMIN, tokenLifetime: 60_000 });
    const { session } = await publish(made);
    const other = await publish(made);
    const [token] = [...galene.state.tokens.values()];
    expect(token).toMatchObject({ group: 'live', permissions: ['present'] });
    expect(token?.expires).toBeGreaterThan(Date.now() + 50_000);
    const users = [...galene.state.tokens.values()].map(({ username }) => username);
    expect(new Set(users).size).toBe(2);
    await session.close('client-deleted');
    expect(galene.state.tokens.size).toBe(1);
    await other.session.close('client-deleted');
    expect(galene.state.tokens.size).toBe(0);
  });

  it.each(['%E0%A4%A', ''])('whose name cannot be read (%j) are a fault', async (Location) => {
    galene.override = ({ method, path }) =>
      method === 'POST' && path.endsWith('/.tokens/')
        ? { status: 201, headers: { Location } }
        : undefined;
    expect(await refusalOf(publish(backend()))).toMatch(
      /^backend-failed: Galene made a token without a name/,
    );
  });

  it('are revoked when the session does not come to be', async () => {
    const made = backend();
    const description = { public: true };
    galene.state.groups.set('live', { description, everybody: undefined, locked: true });
    expect(await refusalOf(publish(made))).toMatch(/^backend-unavailable: The group is locked/);
    expect(galene.state.tokens.size).toBe(0);
  });

  it.each([
    [{ token: 'own' }, { token: 'backend' }, 'Bearer own'],
    [{}, { token: 'backend' }, 'Bearer backend'],
    [{ token: 'own' }, { admin: ADMIN }, 'Bearer own'],
    [{}, {}, undefined],
  ])('endpoint %j, backend %j: %s', async (endpoint, block, expected) => {
    for (const name of ['own', 'backend'])
      galene.state.tokens.set(name, {
        group: 'fixed',
        username: 'x',
        permissions: ['present'],
        expires: Date.now() + 60_000,
      });
    await publish(backend(block), { group: 'fixed', ...endpoint });
    const post = galene.seen.find(
      ({ method, path }) => method === 'POST' && path.endsWith('.whip'),
    );
    expect(post?.headers['authorization']).toBe(expected);
  });
});

describe('a refusal that Galene does not explain', () => {
  it('404: the group is not there', async () => {
    expect(await refusalOf(publish(backend({})))).toBe(
      'backend-refused: Galene has no such group.',
    );
  });

  it('404: the token is unknown', async () => {
    const refusal = await refusalOf(publish(backend({ token: 'nobody' }), { group: 'fixed' }));
    expect(refusal).toBe('backend-refused: Galene does not know the token.');
  });

  it('500: the group is full', async () => {
    const made = backend();
    await publish(made, { create: { maxClients: 1 } });
    expect(await refusalOf(publish(made))).toBe(
      'endpoint-busy: The group has all the clients it may have.',
    );
  });

  it('500 without any sign, as in a locked group that is not public: says what it may be', async () => {
    const made = backend({});
    galene.state.groups.set('fixed', { description: {}, everybody: 'present', locked: true });
    expect(await refusalOf(publish(made, { group: 'fixed' }))).toMatch(
      /^backend-unavailable: .*locked, full/,
    );
  });

  it('is told as it is when the explanation takes more than a second', async () => {
    galene.override = ({ path }) => (path.endsWith('.status') ? 'never' : undefined);
    const begin = Date.now();
    expect(await refusalOf(publish(backend({})))).toBe(
      'backend-refused: Galene does not know the group or the token. (status 404)',
    );
    expect(Date.now() - begin).toBeLessThan(3_000);
  });

  it('301: canonicalHost, which backend.host can satisfy', async () => {
    galene.state.canonicalHost = 'media.example.com';
    expect(await refusalOf(publish(backend({}), { group: 'fixed' }))).toMatch(
      /^backend-refused: Galene redirects to its canonicalHost/,
    );
    const { session } = await publish(backend({ host: 'media.example.com' }), { group: 'fixed' });
    await session.close('client-deleted');
    expect(galene.state.sessions.size).toBe(0);
  });

  it.each([
    [{ permissions: ['message'] }, /may not present|not allow to present/],
    [{ expires: Date.now() - 1 }, /has expired/],
    [{ group: 'other' }, /another group/],
  ])('a token with %j', async (wrong, words) => {
    galene.state.groups.set('shut', { description: {}, everybody: undefined, locked: false });
    const good = {
      group: 'shut',
      username: 'x',
      permissions: ['present'],
      expires: Date.now() + 60_000,
    };
    galene.state.tokens.set('token', { ...good, ...wrong });
    const refusal = await refusalOf(publish(backend({ token: 'token' }), { group: 'shut' }));
    expect(refusal).toMatch(/^backend-refused/);
    expect(refusal).toMatch(words);
  });
});

describe('a Galene before 1.0', () => {
  it('is known by the missing ETag: trickle goes on, a restart is refused', async () => {
    galene.state.old = true;
    const { session, ice } = await publish(backend());
    const fragment = { mid: '0', ...ice, candidates: [], endOfCandidates: true };
    await session.addCandidates(fragment, CALL);
    const fresh = { ...fragment, ufrag: 'abcd', pwd: 'a-password-of-22-chars' };
    expect(await refusalOf(session.restartIce(fresh, CALL))).toMatch(/^restart-unsupported/);
    expect(galene.seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });
});

describe('the monitor', () => {
  const MONITORED = { admin: { ...ADMIN, monitor: true } };
  const monitorTokens = () =>
    [...galene.state.tokens.values()].filter(({ username }) => username === 'whipway-monitor');

  it('comes in over TLS, by the configured authority', async () => {
    await galene.goDown();
    galene = new FakeGalene(TEST_CERTIFICATE);
    await galene.comeUp();
    const caFile = join(mkdtempSync(join(tmpdir(), 'whipway-')), 'ca.pem');
    writeFileSync(caFile, TEST_CERTIFICATE.cert);
    const { session, ends } = await publish(backend({ ...MONITORED, tls: { caFile } }));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await pause(50);
    galene.state.end(galene.sessionOf(session.answer).id);
    await eventually(() => ends.length > 0, 'the end is heard', 2_000);
  });

  it('gives its token back once it is in', async () => {
    await publish(backend(MONITORED));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await eventually(() => monitorTokens().length === 0, 'its token is revoked');
    expect(galene.state.tokens.size).toBe(1);
  });

  it('hears at once that a user left, and only that one', async () => {
    const made = backend(MONITORED);
    const leaving = await publish(made);
    const staying = await publish(made);
    await eventually(() => galene.people.count === 1, 'one monitor is in, for both');
    await pause(50);
    galene.state.end(galene.sessionOf(leaving.session.answer).id);
    await eventually(() => leaving.said.length > 0, 'the end is heard', 2_000);
    expect([leaving.ends, staying.ends]).toEqual([['backend-closed: it left the group'], []]);
  });

  it('tells whether somebody was there who may have sent the user away', async () => {
    const { session, ends } = await publish(backend(MONITORED));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await pause(50);
    galene.people.welcome('live', 'watcher', ['present', 'message']);
    galene.people.welcome('live', 'chair', ['op', 'present']);
    galene.state.end(galene.sessionOf(session.answer).id);
    await eventually(() => ends.length > 0, 'the end is heard', 2_000);
    expect(ends).toEqual(['backend-closed: it left the group, or the operator there sent it away']);
  });

  it('tells that Galene has sent everybody away, as at its shutdown', async () => {
    const made = backend(MONITORED);
    const opened = [await publish(made), await publish(made)];
    const elsewhere = await publish(made, { group: 'fixed' });
    await eventually(() => galene.people.count === 2, 'the monitors are in');
    await pause(50);
    galene.people.kickAll('live', 'server is shutting down');
    await eventually(() => opened.every(({ said }) => said.length > 0), 'both hear it', 2_000);
    for (const { session, ends } of opened) {
      expect(ends).toEqual(['kicked: server is shutting down']);
      await session.close('kicked');
    }
    expect(
      galene.seen.filter(({ method, path }) => method === 'DELETE' && path.includes('.whip/')),
    ).toEqual([]);
    expect(elsewhere.said).toEqual([]);
  });

  it('comes back when an operator sends it away; the sessions go on', async () => {
    const { said } = await publish(backend(MONITORED));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await pause(50);
    galene.people.kickMonitors('live');
    await eventually(() => galene.people.count === 0, 'the monitor is out');
    await eventually(() => galene.people.count === 1, 'the monitor is back', 5_000);
    await pause(700);
    expect(said).toEqual([]);
  });

  it('finds by the list who left while it was away', async () => {
    const made = backend(MONITORED);
    const leaving = await publish(made);
    const staying = await publish(made);
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await pause(50);
    galene.people.cut();
    // After the look at once, and before the monitor is back.
    await pause(500);
    expect(leaving.said).toEqual([]);
    galene.state.end(galene.sessionOf(leaving.session.answer).id);
    await eventually(() => leaving.said.length > 0, 'the end is found', 5_000);
    expect(leaving.ends).toEqual(['backend-closed: it left the group unheard']);
    expect(staying.said).toEqual([]);
  });

  it('that loses Galene has it asked at once, and again, before any probe is due', async () => {
    const { ends } = await publish(backend(MONITORED));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await galene.goDown();
    await eventually(() => ends.length > 0, 'the end is heard', 8_000);
    expect(ends).toEqual(['backend-lost: the server left 3 probes unanswered']);
  });

  it('leaves with the last session of the group', async () => {
    const { session } = await publish(backend(MONITORED));
    await eventually(() => galene.people.count === 1, 'the monitor is in');
    await session.close('client-deleted');
    await eventually(() => galene.people.count === 0, 'the monitor is out');
  });

  it('is not there unless it is asked for', async () => {
    await publish(backend());
    await pause(100);
    expect(galene.people.count).toBe(0);
  });
});
