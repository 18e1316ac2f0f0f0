import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Logger, SILENT_LOGGER } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import { classes, Message, parseMessage, StunProtocol } from 'werift';
import { IceGeneration } from '../../src/transport/ice-generation.js';
import { readNetworkSettings } from '../../src/transport/network-settings.js';
import { UdpPort } from '../../src/transport/udp-port.js';
import { CALL, makeBackend, publish } from '../support/backend-host.js';
import { PortBlock } from '../support/free-ports.js';
import { ManualClock } from '../support/manual-clock.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function kept<Closable extends { close(): Promise<unknown> }>(closable: Closable): Closable {
  closers.push(() => closable.close());
  return closable;
}

async function generation(media: Parameters<typeof readNetworkSettings>[0], patience = 1000) {
  return kept(await IceGeneration.open(readNetworkSettings(media, patience)));
}

describe('candidates', () => {
  it('are the configured addresses in their order, best first', async () => {
    const media = { addresses: ['127.0.0.1', '127.0.0.2'], stun: [] };
    const { candidates } = await generation(media);
    expect(candidates.map(({ address, transport, type }) => [address, transport, type])).toEqual([
      ['127.0.0.1', 'udp', 'host'],
      ['127.0.0.2', 'udp', 'host'],
    ]);
    const [first, second] = candidates;
    expect(first?.priority).toBeGreaterThan(second?.priority ?? 0);
    expect(first?.foundation).not.toBe(second?.foundation);
    expect(first?.text).toBe(
      `${first?.foundation} 1 udp ${first?.priority} 127.0.0.1 ${first?.port} typ host`,
    );
  });

  it('tell the announced address in place of the first', async () => {
    const addresses = ['127.0.0.1', '127.0.0.2'];
    const { candidates } = await generation({ addresses, announced: '203.0.113.7', stun: [] });
    expect(candidates.map(({ address }) => address)).toEqual(['203.0.113.7', '127.0.0.2']);
    expect(candidates[0]?.text).toContain(' 203.0.113.7 ');
    expect(candidates[0]?.text).not.toContain('127.0.0.1');
  });

  it('leave out addresses of other machines', async () => {
    const { candidates } = await generation({ addresses: ['192.0.2.1', '127.0.0.1'], stun: [] });
    expect(candidates.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  it('have credentials with the random bits of RFC 8839, each its own', async () => {
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const [one, other] = [await generation(media), await generation(media)];
    expect(one.local.ufrag).toMatch(/^[0-9a-f]{8}$/);
    expect(one.local.pwd).toMatch(/^[0-9a-f]{32}$/);
    expect(one.local).not.toEqual(other.local);
  });

  it('stay within the range of ports, and refuse when it is used up', async () => {
    const { min, max } = await PortBlock.find(4);
    const backend = kept(makeBackend({ addresses: ['127.0.0.1'], udpPorts: { min, max } }));
    const offer = vectorText('OK-O1');
    const sessions = await Promise.all(Array.from({ length: 4 }, () => publish(backend, offer)));
    const ports = sessions.map(({ session }) =>
      Number(/127\.0\.0\.1 (\d+)/.exec(session.answer)?.[1]),
    );
    expect([...ports].sort()).toEqual([min, min + 1, min + 2, max]);
    await expect(publish(backend, offer)).rejects.toMatchObject({ code: 'backend-unavailable' });
    await sessions[0]?.session.close('client-deleted');
    await publish(backend, offer);
  });
});

describe('STUN', () => {
  /** A STUN server that sees everybody come from 198.51.100.1. */
  async function stunServer(
    answers: boolean,
  ): Promise<{ readonly uri: string; readonly asked: string[] }> {
    const socket: Socket = createSocket('udp4');
    const asked: string[] = [];
    socket.on('message', (data, from) => {
      const request = parseMessage(data);
      if (!request) return;
      asked.push(from.address);
      const response = new Message(request.messageMethod, classes.RESPONSE, request.transactionId);
      response.setAttribute('XOR-MAPPED-ADDRESS', ['198.51.100.1', from.port]).addFingerprint();
      if (answers) socket.send(response.bytes, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closers.push(async () => socket.close());
    return { uri: `stun:127.0.0.1:${socket.address().port}`, asked };
  }

  it('adds what the server sees', async () => {
    const { uri, asked } = await stunServer(true);
    const { candidates } = await generation({ addresses: ['127.0.0.1'], stun: [uri] });
    expect(candidates.map(({ type, address }) => [type, address])).toEqual([
      ['host', '127.0.0.1'],
      ['srflx', '198.51.100.1'],
    ]);
    expect(candidates[1]?.text).toMatch(/typ srflx raddr 127\.0\.0\.1 rport \d+$/);
    expect(asked).toHaveLength(1);
  });

  it('does without a server that does not answer', async () => {
    const { uri } = await stunServer(false);
    const began = Date.now();
    const { candidates } = await generation({ addresses: ['127.0.0.1'], stun: [uri] }, 100);
    expect(candidates.map(({ type }) => type)).toEqual(['host']);
    expect(Date.now() - began).toBeLessThan(400);
  });

  it.each([
    ['a loopback socket asks none elsewhere', ['127.0.0.1'], 'stun:203.0.113.9'],
    ['a loopback socket asks no name', ['127.0.0.1'], 'stun:stun.invalid'],
    ['an IPv4 socket asks no IPv6 server', ['127.0.0.1'], 'stun:[::1]:9'],
  ])('costs no time where nobody can answer: %s', async (_what, addresses, uri) => {
    const asking = jest.spyOn(StunProtocol.prototype, 'request');
    const began = Date.now();
    const { candidates } = await generation({ addresses, stun: [uri] }, 3000);
    expect(candidates).toHaveLength(1);
    expect(Date.now() - began).toBeLessThan(1500);
    expect(asking).not.toHaveBeenCalled();
    asking.mockRestore();
  });

  it('is read from its URI, or refused', () => {
    const read = (uri: string) => readNetworkSettings({ addresses: [], stun: [uri] }, 1).stun;
    expect(read('stun:stun.example.org:19302')).toEqual([
      { host: 'stun.example.org', port: 19_302 },
    ]);
    expect(read('stun:[2001:db8::1]')).toEqual([{ host: '2001:db8::1', port: 3478 }]);
    expect(() => read('turn:example.org')).toThrow('media.stun: "turn:example.org"');
  });
});

describe('the backend', () => {
  it('is not healthy without an address of this machine, and says what to do', async () => {
    const backend = kept(makeBackend({ addresses: ['192.0.2.1'] }));
    await expect(backend.health(CALL)).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('media.announced'),
    });
    await expect(publish(backend, vectorText('OK-O1'))).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
  });

  it('looks for its health within the range of ports, once a second', async () => {
    const block = await PortBlock.find(2);
    const clock = new ManualClock();
    const { min, max } = block;
    const media = { addresses: ['127.0.0.1'], udpPorts: { min, max } };
    const backend = kept(makeBackend(media, {}, { clock }));
    const binding = jest.spyOn(UdpPort, 'bind');
    await Promise.all([backend.health(CALL), backend.health(CALL)]);
    expect(binding.mock.calls).toEqual([['127.0.0.1', { min, max }]]);
    expect(await block.bound()).toBe(0);
    binding.mockRestore();
    const sessions = [await publish(backend, vectorText('OK-O1'))];
    sessions.push(await publish(backend, vectorText('OK-O1')));
    await backend.health(CALL);
    clock.pass(1000);
    const full = { code: 'backend-unavailable', message: expect.stringContaining('udpPorts') };
    await expect(backend.health(CALL)).rejects.toMatchObject(full);
    await sessions[0]?.session.close('client-deleted');
    await expect(backend.health(CALL)).rejects.toMatchObject(full);
    clock.pass(1000);
    await backend.health(CALL);
  });

  it('warns once of an address that is not of this machine', async () => {
    const warnings: unknown[] = [];
    const warn: Logger['warn'] = (message, fields) => warnings.push([message, fields]);
    const logger = { ...SILENT_LOGGER, warn };
    const media = { addresses: ['192.0.2.1', '127.0.0.1'] };
    const backend = kept(makeBackend(media, {}, { logger }));
    await publish(backend, vectorText('OK-O1'));
    await publish(backend, vectorText('OK-O1'));
    await backend.health(CALL);
    expect(warnings).toEqual([
      [
        'an address of media.addresses cannot be bound',
        { address: '192.0.2.1', code: 'EADDRNOTAVAIL' },
      ],
    ]);
  });

  it('opens nothing once closed', async () => {
    const backend = makeBackend();
    const opening = publish(backend, vectorText('OK-O1'));
    await backend.close();
    await expect(opening).rejects.toMatchObject({ code: 'shutting-down' });
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'shutting-down' });
  });
});

describe('UdpPort', () => {
  it('sends before it closes, and nothing after', async () => {
    const [one, other] = [await UdpPort.bind('127.0.0.1'), kept(await UdpPort.bind('127.0.0.1'))];
    const heard: string[] = [];
    other.onDatagram = (data) => heard.push(data.toString());
    one.send(Buffer.from('last words'), '127.0.0.1', other.port);
    await one.close();
    one.send(Buffer.from('afterthought'), '127.0.0.1', other.port);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual(['last words']);
  });

  it('takes bad targets for lost datagrams', async () => {
    const port = kept(await UdpPort.bind('127.0.0.1'));
    for (const [host, to] of [
      ['127.0.0.1', 0],
      ['127.0.0.1', 70_000],
      ['192.0.2.1', 9],
      ['::1', 9],
    ] as const)
      expect(() => port.send(Buffer.from('x'), host, to)).not.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
