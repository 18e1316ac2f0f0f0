import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, type RunningJanus, startJanus } from '@whipway/test-rig';
import { WeriftPublisher } from '@whipway/test-rig/werift-publisher';
import type { JanusBackend } from '../src/index.js';
import {
  type BackendBlock,
  CALL,
  eventually,
  makeBackend,
  type Opened,
  pause,
  publish,
} from './support/backend-host.js';
import { heldHandles } from './support/held-handles.js';
import { JanusClient } from './support/janus-client.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';

const NEEDS = ['janus', 'netns'] as const;

interface OnAir extends Opened {
  readonly client: WeriftPublisher;
}

/** What ends with the test, last first. */
const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function backendOn(block: BackendBlock): JanusBackend {
  const backend = makeBackend(block);
  ending.push(() => backend.close());
  return backend;
}

/** A client whose media Janus receives. */
async function onAir(backend: JanusBackend, address: string, id = 'live'): Promise<OnAir> {
  const client = await WeriftPublisher.make(address);
  ending.push(() => client.vanish());
  const opened = await publish(backend, client.offer, {}, { id });
  await client.connect(opened.session);
  await client.sendMedia();
  await eventually(() => opened.reports.said.includes('mediaUp'), 'mediaUp');
  return { ...opened, client };
}

async function rooms(janus: RunningJanus): Promise<readonly number[]> {
  const client = await JanusClient.connect(janus.url);
  const exists = async (room: number) => {
    const { exists: there } = await client.ask('videoroom', { request: 'exists', room });
    return there === true ? [room] : [];
  };
  const found = await Promise.all([77, 78].map(exists));
  client.close();
  return found.flat();
}

describeLive({ describe, it }, NEEDS, 'Janus goes away', ({ janus: executable, netns }) => {
  let janus: RunningJanus;
  beforeAll(async () => {
    janus = await startJanus({ executable });
  });
  afterAll(() => janus?.dispose());

  it('killed: sessions end, POSTs are refused at once, and work again when it is back', async () => {
    const backend = backendOn({ url: janus.url });
    await backend.openEndpoint({ id: '77', settings: {} }, CALL);
    const { reports } = await onAir(backend, netns, '77');
    await janus.kill();
    await eventually(() => reports.said.length > 1, 'the end of the session', 1_000);
    expect(reports.said).toEqual(['mediaUp', 'hungUp backend-lost: the connection was lost']);
    const again = await WeriftPublisher.make(netns);
    ending.push(() => again.vanish());
    const start = Date.now();
    const refused = publish(backend, again.offer, {}, { id: '77' });
    await expect(refused).rejects.toMatchObject({ code: 'backend-unavailable' });
    expect(Date.now() - start).toBeLessThan(1_000);
    await janus.start();
    await eventually(async () => (await rooms(janus)).includes(77), 'the room is made again');
    const { session } = await publish(backend, again.offer, {}, { id: '77' });
    await session.close('client-deleted');
    await backend.close();
    expect(await rooms(janus)).toEqual([]);
    expect(await heldHandles(janus)).toBe(0);
  });

  it('stopped (SIGSTOP): keepalives tell; nothing is left when it goes on', async () => {
    const block = { keepaliveInterval: 300, keepaliveTimeout: 700, connectTimeout: 500 };
    const backend = backendOn({ url: janus.url, ...block });
    const { reports, session } = await onAir(backend, netns);
    janus.pause();
    ending.push(async () => janus.resume());
    await eventually(() => reports.said.length > 1, 'the end of the session', 3_000);
    expect(reports.said.at(-1)).toBe('hungUp backend-lost: the connection was lost');
    await session.close('backend-lost');
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'backend-unavailable' });
    janus.resume();
    await eventually(
      () =>
        backend.health(CALL).then(
          () => true,
          () => false,
        ),
      'healthy again',
    );
    await eventually(async () => (await heldHandles(janus)) === 0, 'nothing is left');
  });

  it('cut off without reclaim: sessions end, Janus has released them already', async () => {
    const proxy = await startTcpProxy(janus.url);
    ending.push(() => proxy.close());
    const backend = backendOn({ url: proxy.url });
    const { reports } = await onAir(backend, netns);
    proxy.cut();
    await eventually(() => reports.said.length > 1, 'the end of the session', 1_000);
    await eventually(async () => (await heldHandles(janus)) === 0, 'nothing is left');
    await expect(backend.health(CALL)).resolves.toBeUndefined();
  });
});

describeLive({ describe, it }, NEEDS, 'Janus with reclaim', ({ janus: executable, netns }) => {
  const RECLAIM_SECONDS = 3;
  let janus: RunningJanus;
  let proxy: TcpProxy;
  beforeAll(async () => {
    janus = await startJanus({ executable, reclaimTimeout: RECLAIM_SECONDS, sessionTimeout: 6 });
    proxy = await startTcpProxy(janus.url);
  });
  afterAll(async () => {
    await proxy?.close();
    await janus?.dispose();
  });

  it('cut off: the session is claimed; media, restart, events and the end go on', async () => {
    const backend = backendOn({ url: proxy.url });
    const { client, session, reports } = await onAir(backend, netns);
    proxy.cut();
    await eventually(
      () =>
        backend.health(CALL).then(
          () => true,
          () => false,
        ),
      'connected again',
    );
    await client.restarted(await session.restartIce(await client.restart(), CALL));
    await pause(1_500);
    expect(reports.said).toEqual(['mediaUp']);
    await client.stopMedia();
    await eventually(() => reports.said.includes('mediaDown'), 'events come again');
    expect(await heldHandles(janus)).toBe(1);
    await session.close('client-deleted');
    expect(await heldHandles(janus)).toBe(0);
  });

  it('cut off for too long: sessions end after the reclaim time, and Janus drops them', async () => {
    const backend = backendOn({ url: proxy.url });
    const { reports } = await onAir(backend, netns);
    proxy.refuse(true);
    proxy.cut();
    await pause(1_000);
    expect(reports.said).toEqual(['mediaUp']);
    await eventually(() => reports.said.length > 1, 'the end', RECLAIM_SECONDS * 1_000);
    expect(reports.said.at(-1)).toContain('hungUp backend-lost');
    proxy.refuse(false);
    await expect(backend.health(CALL)).resolves.toBeUndefined();
    await eventually(async () => (await heldHandles(janus)) === 0, 'nothing is left');
  });

  it('a client that left while the connection was away is noticed after the claim', async () => {
    const admin = { url: janus.adminUrl, secret: janus.adminSecret };
    const backend = backendOn({ url: proxy.url, admin });
    const { client, session, reports } = await onAir(backend, netns);
    proxy.refuse(true);
    proxy.cut();
    await client.vanish();
    await pause(2_200);
    proxy.refuse(false);
    await eventually(() => reports.said.length > 1, 'what no event told');
    expect(reports.said).toEqual(['mediaUp', 'mediaDown']);
    // What the core does when media stays away.
    await session.close('media-lost');
    expect(await heldHandles(janus)).toBe(0);
  });

  it('keeps the session through its real timeout of six seconds (reference bug b)', async () => {
    const backend = backendOn({ url: janus.url });
    const { session, reports } = await onAir(backend, netns);
    await pause(9_000);
    expect(reports.said).toEqual(['mediaUp']);
    const other = await WeriftPublisher.make(netns);
    ending.push(() => other.vanish());
    const second = await publish(backend, other.offer, {}, { id: 'other' });
    await session.close('client-deleted');
    await second.session.close('client-deleted');
    expect(await heldHandles(janus)).toBe(0);
  });
});
