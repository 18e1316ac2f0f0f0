import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Clock } from '@whipway/core';
import type { WhipBackend } from '../../src/index.js';
import { Liveness } from '../../src/relay/liveness.js';
import { ProbeChoice } from '../../src/relay/probe-choice.js';
import type { UpstreamLink } from '../../src/relay/upstream-link.js';
import { FakeUpstream } from '../fake-upstream/fake-upstream.js';
import { CLOCK, eventually, makeBackend, pause, publish } from '../support/host.js';

let upstream: FakeUpstream;
let other: FakeUpstream;
let backend: WhipBackend;

beforeEach(async () => {
  upstream = new FakeUpstream();
  other = new FakeUpstream();
  await Promise.all([upstream.comeUp(), other.comeUp()]);
  backend = makeBackend({
    url: `${upstream.origin}/whip/{endpoint}`,
    probe: { interval: 20, failures: 3 },
  });
});
afterEach(async () => {
  await backend.close();
  await Promise.all([upstream.goDown(), other.goDown()]);
});

/** Only OPTIONS tells there. */
function answersOptionsOnly(server: FakeUpstream): void {
  server.override = ({ method, path }) => {
    if (method === 'GET') return { status: 404 };
    const alive = server.sessions.has(path.replace('/session/', ''));
    return method === 'OPTIONS' ? { status: alive ? 200 : 404 } : undefined;
  };
}

it('a server that takes 800 ms for a probe is no lost one', async () => {
  upstream.latency = ({ method }) => (method === 'GET' ? 800 : 0);
  const { reports } = await publish(backend);
  // Three of the shorter waits, which is what a client has patience for, and more.
  await pause(2_500);
  expect(reports.said).toEqual([]);
  upstream.sessions.clear();
  await eventually(() => reports.said.length > 0, 'the end is found all the same');
  expect(reports.said).toEqual(['backend-closed: the session is gone on the server']);
});

it('each server has a method of its own', async () => {
  answersOptionsOnly(other);
  const byGet = await publish(backend);
  const url = `${other.origin}/whip/live`;
  const byOptions = await publish(backend, { endpoint: { url } });
  await pause(100);
  expect([byGet.reports.said, byOptions.reports.said]).toEqual([[], []]);
  other.sessions.clear();
  upstream.sessions.clear();
  await eventually(() => byGet.reports.said.length > 0, 'one is found by GET');
  await eventually(() => byOptions.reports.said.length > 0, 'the other by OPTIONS');
});

it.each([401, 503])('a bad moment (%i) does not make a server blind for ever', async (status) => {
  let isBad = true;
  upstream.override = ({ method }) =>
    isBad && /GET|OPTIONS/.test(method) ? { status } : undefined;
  const { reports, logger } = await publish(backend);
  isBad = false;
  const before = upstream.requests('GET').length;
  await eventually(() => upstream.requests('GET').length > before + 4, 'a method is found');
  upstream.sessions.clear();
  await eventually(() => reports.said.length > 0, 'the end is found');
  expect(logger.quirks).toEqual([]);
});

it('a session that is over does not make its server blind for the next', async () => {
  upstream.latency = ({ method }) => (method === 'GET' ? 600 : 0);
  const first = await publish(backend);
  upstream.latency = () => 0;
  upstream.sessions.clear();
  await pause(100);
  expect(first.logger.quirks).toEqual([]);
  const second = await publish(backend);
  upstream.sessions.clear();
  await eventually(() => second.reports.said.length > 0, 'the end of the next is found');
});

it('a server that is blind says so as a warning, and is asked once', async () => {
  upstream.override = ({ method }) => (method === 'GET' ? { status: 405 } : undefined);
  const first = await publish(backend);
  const second = await publish(backend);
  await eventually(() => first.logger.warnings.length > 0, 'the first warns');
  await eventually(() => second.logger.warnings.length > 0, 'the second, too');
  expect(upstream.requests('GET')).toHaveLength(2);
});

it('a server that leaves every method unanswered is lost', async () => {
  upstream.override = ({ method }) => (/GET|OPTIONS/.test(method) ? { status: 503 } : undefined);
  const { reports } = await publish(backend);
  await eventually(() => reports.said.length > 0, 'the server counts as lost');
  expect(reports.said).toEqual(['backend-lost: the server left 3 probes unanswered']);
});

it('what is refused here is no silence of the server', async () => {
  const Location = `${other.origin}/session/s1`;
  const redirect = { status: 307, headers: { Location } };
  upstream.override = ({ method }) => (/GET|OPTIONS/.test(method) ? redirect : undefined);
  const { reports } = await publish(backend);
  await eventually(() => upstream.requests('GET').length > 6, 'it is asked again and again');
  expect(reports.said).toEqual([]);
  expect(other.connections).toBe(0);
});

it('who asks while a probe is on its way is not forgotten', async () => {
  const replies: ((status: number) => void)[] = [];
  const link = {
    probe: () => new Promise((resolve) => replies.push((status) => resolve({ status }))),
  } as unknown as UpstreamLink;
  const ended: string[] = [];
  const clock: Clock = { ...CLOCK, after: () => () => {} };
  const liveness = new Liveness({
    link,
    url: new URL('http://server.example/1'),
    choice: new ProbeChoice('get'),
    settings: { method: 'get', interval: 5_000, failures: 3 },
    clock,
    ended: (reason, detail) => ended.push(`${reason}: ${detail}`),
    blind: () => {},
  });
  const probing = liveness.probeNow();
  await eventually(() => replies.length === 1, 'a probe is on its way');
  await liveness.probeNow('it left the group');
  replies[0]?.(200);
  await eventually(() => replies.length === 2, 'it is asked again');
  replies[1]?.(404);
  await probing;
  expect(ended).toEqual(['backend-closed: it left the group']);
});
