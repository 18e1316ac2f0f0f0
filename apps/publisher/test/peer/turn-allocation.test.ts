import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { allocationFault } from '../../src/peer/allocation-fault.js';
import { readIceServers, type TurnServer } from '../../src/peer/ice-servers.js';
import { allocate, type TurnAllocation } from '../../src/peer/turn-allocation.js';
import {
  FAKE_PASSWORD,
  FAKE_USER,
  type FakeTurnSettings,
  startFakeTurnServer,
} from '../support/fake-turn-server.js';
import { until } from '../support/until.js';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function fake(settings: FakeTurnSettings = {}) {
  const server = await startFakeTurnServer(settings);
  ending.push(() => server.stop());
  return server;
}

function turn(port: number, query = '', credential = FAKE_PASSWORD): TurnServer {
  const urls = `turn:127.0.0.1:${port}${query}`;
  const [server] = readIceServers([{ urls, username: FAKE_USER, credential }]).turn;
  if (!server) throw new Error('not a TURN server');
  return server;
}

async function allocated(server: TurnServer, time = 8000): Promise<TurnAllocation> {
  const allocation = await allocate(server, AbortSignal.timeout(time));
  ending.push(() => allocation.close());
  return allocation;
}

/** Why it failed. */
async function faultOf(server: TurnServer, time = 2500): Promise<string> {
  return allocate(server, AbortSignal.timeout(time)).then(
    () => 'nothing',
    (error: unknown) => allocationFault(error),
  );
}

describe('an allocation on a TURN server', () => {
  it.each([
    ['', 'udp'],
    ['?transport=udp', 'udp'],
    ['?transport=tcp', 'tcp'],
  ])('is got with user and password: turn:…%s goes by %s', async (query, transport) => {
    const server = await fake();
    const allocation = await allocated(turn(server.port, query));
    expect(allocation.transport).toBe(transport);
    expect(allocation.turn.relayedAddress).toEqual(['127.0.0.1', 50_000]);
    // Asked for the realm at first; on a busy machine more than once.
    expect(server.requests.length).toBeGreaterThan(1);
    expect([...new Set(server.requests)]).toEqual([`${transport} ALLOCATE`]);
  });

  it('is tried by TCP as well where UDP is not answered and the URL leaves it open', async () => {
    const server = await fake({ answers: ['tcp'] });
    const allocation = await allocated(turn(server.port));
    expect(allocation.transport).toBe('tcp');
  });

  it('is not tried by TCP where the URL says UDP, nor after a refusal', async () => {
    const silent = await fake({ answers: ['tcp'] });
    expect(await faultOf(turn(silent.port, '?transport=udp'))).toBe('does not answer');
    const strict = await fake();
    expect(await faultOf(turn(strict.port, '', 'wrong'))).toBe('refuses the user or the password');
    expect(`${silent.requests}${strict.requests}`).not.toContain('tcp');
  });

  it('fails with what the server says', async () => {
    const server = await fake({ refusal: [486, 'Allocation Quota Reached'] });
    expect(await faultOf(turn(server.port))).toBe('refuses: 486 Allocation Quota Reached');
  });

  it('fails with what the network says', async () => {
    const fault = await faultOf(turn(1, '?transport=tcp'));
    expect(fault).toBe('cannot be used: connect ECONNREFUSED 127.0.0.1:1');
  });

  it('fails when its time is over, also in the middle of a TLS handshake', async () => {
    const mute = createServer((stream) => stream.on('error', () => undefined));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    ending.push(() => mute.close());
    const { port } = mute.address() as { port: number };
    const urls = `turns:127.0.0.1:${port}`;
    const [server] = readIceServers([{ urls, username: 'u', credential: 'p' }]).turn;
    expect(server && (await faultOf(server, 300))).toBe('does not answer');
  });

  it('is refreshed before it ends, with a nonce that went stale too, and given back', async () => {
    const server = await fake({ lifetime: 1 });
    const allocation = await allocated(turn(server.port));
    const refreshes = () => server.requests.filter((request) => request === 'udp REFRESH 1').length;
    await until(() => refreshes() > 0, 'a refresh');
    server.changeNonce();
    const before = refreshes();
    // The stale one, its repetition at once, and the one after that.
    await until(() => refreshes() === before + 3, 'refreshes with the new nonce');
    await allocation.close();
    expect(server.requests.at(-1)).toBe('udp REFRESH 0');
  });
});
