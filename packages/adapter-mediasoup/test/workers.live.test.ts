import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeLive, startLoadClient } from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import { CALL, makeBackend, publish } from './support/direct.js';
import { type Host, startHost, TOKEN } from './support/host.js';
import { WeriftPublisher } from './support/werift-peer.js';
import { WorkerProcesses } from './support/worker-processes.js';

describeLive({ describe, it }, ['mediasoup'], 'workers', ({ mediasoup: program }) => {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function processes(): WorkerProcesses {
    const watched = new WorkerProcesses(program);
    closers.push(() => watched.dispose());
    return watched;
  }

  async function sender(): Promise<WeriftPublisher> {
    const publisher = await WeriftPublisher.make();
    closers.push(() => publisher.close());
    return publisher;
  }

  async function startWatched(
    workers: number,
    endpoints: readonly string[],
  ): Promise<{ host: Host; watched: WorkerProcesses }> {
    const watched = processes();
    const host = await startHost({
      settings: { workers, workerBin: watched.path },
      endpoints: Object.fromEntries(endpoints.map((id) => [id, {}])),
      media: { addresses: ['127.0.0.1'] },
    });
    closers.push(() => host.close());
    return { host, watched };
  }

  it('nothing is started before the first need', async () => {
    const watched = processes();
    const backend = makeBackend({ workerBin: watched.path });
    closers.push(() => backend.close());
    expect(watched.living).toHaveLength(0);
    await backend.health(CALL);
    expect(watched.living).toHaveLength(1);
  });

  it('offers UDP and TCP, IPv4 and IPv6, the announced address in place of the first one', async () => {
    const isThere = (wanted: string) =>
      Object.values(networkInterfaces()).some((list) =>
        list?.some(({ address }) => address === wanted),
      );
    // Some containers have no IPv6 at all.
    const others = ['::1'].filter(isThere);
    const host = await startHost({
      settings: { workers: 1 },
      media: { addresses: ['127.0.0.1', ...others], announced: '203.0.113.7' },
    });
    closers.push(() => host.close());
    const { offer } = await sender();
    const { answer } = await host.gateway.publish({ endpointId: 'live', offer });
    const [, tagged = ''] = answer.split(/^(?=m=)/m);
    const candidates = [...tagged.matchAll(/^a=candidate:\S+ 1 (\w+) \d+ (\S+) \d+ typ host/gm)];
    expect(candidates.map(([, protocol, address]) => `${protocol} ${address}`)).toEqual(
      ['203.0.113.7', ...others].flatMap((address) => [`udp ${address}`, `tcp ${address}`]),
    );
  });

  it('a worker killed in mid-stream ends its sessions with the reason, and is replaced', async () => {
    const { host, watched } = await startWatched(1, ['live']);
    const load = startLoadClient({ endpoints: [host.whip()], token: TOKEN });
    closers.push(() => load.stop());
    expect((await load.opened).failures).toEqual([]);
    await eventually(() => host.gateway.sessions()[0]?.state === 'connected', 'media arrives');
    const [before] = watched.living;
    watched.signal('SIGKILL');
    await eventually(() => host.gateway.sessions().length === 0, 'the session is over');
    const closed = host.events.find(({ type }) => type === 'session-closed');
    expect(closed).toMatchObject({
      reason: 'backend-lost',
      detail: `media worker ${before?.pid} died`,
    });
    await eventually(() => watched.living.length === 1, 'another worker runs');
    const again = startLoadClient({ endpoints: [host.whip()], token: TOKEN });
    closers.push(() => again.stop());
    expect((await again.opened).failures).toEqual([]);
  });

  it('only the sessions of the worker that died are over', async () => {
    const { host, watched } = await startWatched(2, ['a', 'b']);
    await host.gateway.health();
    await eventually(() => watched.living.length === 2, 'both workers run');
    const endpoints = ['a', 'b'].map((id) => host.whip(id));
    const load = startLoadClient({ endpoints, token: TOKEN, concurrency: 1 });
    closers.push(() => load.stop());
    expect((await load.opened).failures).toEqual([]);
    await eventually(
      () => host.gateway.sessions().every(({ state }) => state === 'connected'),
      'media arrives',
    );
    process.kill(watched.living[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => host.gateway.sessions().length === 1, 'one session is over');
    expect(host.gateway.sessions()).toMatchObject([{ state: 'connected' }]);
  });

  it('a worker that answers nothing for ten seconds is killed and replaced', async () => {
    const watched = processes();
    const backend = makeBackend({ workerBin: watched.path });
    closers.push(() => backend.close());
    const publisher = await sender();
    const { session, reports } = await publish(backend, publisher.offer);
    const [hung] = watched.living;
    watched.signal('SIGSTOP');
    const asked = session.stats(CALL);
    await expect(asked).rejects.toMatchObject({ code: 'backend-unavailable' });
    await eventually(() => reports.said.length > 0, 'the session hears of it');
    expect(reports.said).toEqual([
      `hungUp backend-lost: media worker ${hung?.pid} died: no answer for 10 s`,
    ]);
    await eventually(() => watched.living.length === 1, 'another worker runs');
  });

  it('close leaves no process, not even one that hangs', async () => {
    const watched = processes();
    const backend = makeBackend({ workers: 2, workerBin: watched.path });
    await backend.health(CALL);
    await eventually(() => watched.living.length === 2, 'both workers run');
    process.kill(watched.living[0]?.pid ?? 0, 'SIGSTOP');
    await backend.close();
    expect(watched.allGone).toBe(true);
  });

  it('a peer without connectivity checks is given up after the consent time, over UDP', async () => {
    const backend = makeBackend({ consentTimeout: { publishers: 10 } });
    closers.push(() => backend.close());
    const publisher = await sender();
    const { session, reports } = await publish(backend, publisher.offer);
    await publisher.connect(session);
    await publisher.sendMedia();
    await eventually(() => reports.said.includes('mediaUp'), 'media arrives');
    await publisher.vanish();
    await eventually(() => reports.said.length === 3, 'it is given up', 15_000);
    expect(reports.said).toEqual([
      'mediaUp',
      'mediaDown',
      'hungUp ice-failed: no connectivity check from the peer',
    ]);
  });

  it('a certificate that is not the offered one ends the session at once (S-23)', async () => {
    const backend = makeBackend();
    closers.push(() => backend.close());
    const publisher = await sender();
    const wrong = Array.from({ length: 32 }, () => 'AB').join(':');
    const offer = publisher.offer.replace(/sha-256 \S+/g, `sha-256 ${wrong}`);
    const { session, reports } = await publish(backend, offer);
    publisher.connect(session).catch(() => {});
    await eventually(() => reports.said.length > 0, 'DTLS fails');
    expect(reports.said).toEqual(['hungUp dtls-failed: ']);
  });
});
