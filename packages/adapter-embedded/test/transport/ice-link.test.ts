import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type IceCandidate, NEVER_ABORTED } from '@whipway/core';
import { classes, Message, methods, parseMessage } from 'werift';
import { IceGeneration } from '../../src/transport/ice-generation.js';
import { IceLink } from '../../src/transport/ice-link.js';
import { readNetworkSettings } from '../../src/transport/network-settings.js';
import { eventually } from '../support/backend-host.js';
import { isFree } from '../support/free-ports.js';
import { IceClient } from '../support/ice-client.js';
import { ManualClock } from '../support/manual-clock.js';

/** First bytes that tell DTLS and RTP from STUN (RFC 7983). */
const DTLS = '\x16';
const RTP = '\x80';

/** Credentials of a client that never comes. */
const NOBODY = { ufrag: 'nobody', pwd: 'nobody-nobody-nobody-nobody' };

const NETWORK = readNetworkSettings({ addresses: ['127.0.0.1'], stun: [] }, 100);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Running {
  readonly link: IceLink;
  readonly clock: ManualClock;
  readonly heard: string[];
  readonly events: string[];
}

async function serverLink(): Promise<Running> {
  const clock = new ManualClock();
  const link = new IceLink(await IceGeneration.open(NETWORK), NETWORK, clock);
  closers.push(() => link.close());
  const [heard, events]: [string[], string[]] = [[], []];
  link.onDatagram = (data) => heard.push(data.toString('latin1'));
  link.onConnected = () => events.push('connected');
  link.onFailed = () => events.push('failed');
  return { link, clock, heard, events };
}

async function makeClient(): Promise<IceClient> {
  const client = new IceClient();
  closers.push(() => client.close());
  await client.gather();
  return client;
}

async function connected(): Promise<Running & { readonly client: IceClient }> {
  const running = await serverLink();
  const client = await makeClient();
  const { local, candidates } = running.link.current;
  running.link.start(client.local, []);
  await client.connect(local, candidates);
  await eventually(() => running.events.includes('connected'), 'our side is connected');
  return { ...running, client };
}

/** The client's candidate as Chromium writes it after a restart. */
function restarted({ port }: IceClient): IceCandidate {
  const parts = { foundation: '1', component: 1, transport: 'udp', priority: 2_122_260_223 };
  const text = `1 1 udp 2122260223 127.0.0.1 ${port} typ host generation 1 network-id 1`;
  return { ...parts, text, address: '127.0.0.1', port, type: 'host' };
}

describe('IceLink', () => {
  it('connects a client that never told a candidate (S-11)', async () => {
    const { client, link, heard } = await connected();
    await client.send(`${DTLS}hello`);
    await eventually(() => heard.length > 0, 'the datagram');
    expect(heard).toEqual([`${DTLS}hello`]);
    expect(link.send(Buffer.from(`${RTP}answer`, 'latin1'))).toBe(true);
    await eventually(() => client.heard.length > 0, 'the answer');
    expect(client.heard).toEqual([`${RTP}answer`]);
    expect(link.current.roundTripTime).toBeGreaterThan(0);
  });

  it('cannot send before there is a way', async () => {
    const { link } = await serverLink();
    expect(link.hasPath).toBe(false);
    expect(link.send(Buffer.from(DTLS))).toBe(false);
  });

  it('takes nothing from an address that took no part in checks', async () => {
    const { client, link, heard } = await connected();
    const [{ port } = { port: 0 }] = link.current.candidates;
    const stranger = await strangerSocket();
    stranger.send(`${DTLS}forged`, port, '127.0.0.1');
    stranger.send(`${RTP}forged`, port, '127.0.0.1');
    await client.send(`${RTP}real`);
    await eventually(() => heard.length > 0, 'the real datagram');
    expect(heard).toEqual([`${RTP}real`]);
  });

  it('passes on neither STUN nor what RFC 7983 knows no use for', async () => {
    const { client, heard } = await connected();
    for (const first of ['\x00', '\x03', '\x13', '\x40', '\x7f', '\xc0'])
      await client.send(`${first}useless`);
    await client.send(`${RTP}useful`);
    await eventually(() => heard.length > 0, 'the useful one');
    expect(heard).toEqual([`${RTP}useful`]);
  });

  it('goes over to a new generation, and closes the old one after a while', async () => {
    const { client, link, clock, heard } = await connected();
    const before = link.current;
    const returning = await makeClient();
    const next = await link.restart(returning.local, [], NEVER_ABORTED);
    expect(next.local.ufrag).not.toBe(before.local.ufrag);
    expect(link.current).toBe(before);
    await client.send(`${RTP}old way, pending`);
    await returning.connect(next.local, next.candidates);
    await eventually(() => link.current === next, 'the new generation is in use');
    await client.send(`${RTP}old way, late`);
    await returning.send(`${RTP}new way`);
    await eventually(() => heard.length === 3, 'both ways are heard');
    link.send(Buffer.from(`${RTP}back`, 'latin1'));
    await eventually(() => returning.heard.length > 0, 'the way back');
    expect(client.heard).toEqual([]);
    clock.pass(3000);
    await eventually(async () => isFree(before.candidates[0]?.port ?? 0), 'the old port is free');
  });

  it('goes over to the candidates of a browser, which count the restarts', async () => {
    const { client, link, clock, heard } = await connected();
    const before = link.current;
    const returning = await makeClient();
    const next = await link.restart(returning.local, [restarted(returning)], NEVER_ABORTED);
    await returning.connect(next.local, next.candidates);
    await eventually(() => link.current === next, 'the new generation is in use');
    clock.pass(3000);
    await eventually(() => isFree(before.candidates[0]?.port ?? 0), 'the old port is free');
    await client.send(`${RTP}old way`);
    await returning.send(`${RTP}new way`);
    await eventually(() => heard.length > 0, 'the new way is heard');
    expect(heard).toEqual([`${RTP}new way`]);
  });

  it('gives up a restart that does not connect, and goes on as before', async () => {
    const { client, link, clock, heard, events } = await connected();
    const next = await link.restart(NOBODY, [], NEVER_ABORTED);
    clock.pass(14_999);
    expect(await isFree(next.candidates[0]?.port ?? 0)).toBe(false);
    clock.pass(1);
    await eventually(() => isFree(next.candidates[0]?.port ?? 0), 'it is given up');
    await client.send(`${RTP}still here`);
    await eventually(() => heard.length > 0, 'the client is still heard');
    expect(events).toEqual(['connected']);
  });

  it.each(['before', 'after'])('ends when consent expires %s a restart fails', async (when) => {
    const { link, clock, events } = await connected();
    const running = link.current;
    await link.restart(NOBODY, [], NEVER_ABORTED);
    if (when === 'before') running.onFailed();
    expect(events).toEqual(['connected']);
    clock.pass(15_000);
    if (when === 'after') running.onFailed();
    expect(events).toEqual(['connected', 'failed']);
  });

  it('outlives the consent of before when a restart connects', async () => {
    const { link, clock, events } = await connected();
    const returning = await makeClient();
    const next = await link.restart(returning.local, [], NEVER_ABORTED);
    link.current.onFailed();
    await returning.connect(next.local, next.candidates);
    await eventually(() => link.current === next, 'the new generation is in use');
    clock.pass(15_000);
    expect(events).toEqual(['connected', 'connected']);
    expect(link.hasPath).toBe(true);
    next.onFailed();
    expect(events).toEqual(['connected', 'connected', 'failed']);
  });

  it('leaves the running generation alone when a restart comes to nothing', async () => {
    const { client, link, heard, events } = await connected();
    const running = link.current;
    const first = await link.restart(NOBODY, [], NEVER_ABORTED);
    const second = await link.restart({ ...NOBODY, ufrag: 'again' }, [], NEVER_ABORTED);
    expect(second.local.ufrag).not.toBe(first.local.ufrag);
    await eventually(
      async () => isFree(first.candidates[0]?.port ?? 0),
      'the first one is given up',
    );
    expect(link.current).toBe(running);
    await client.send(`${RTP}still here`);
    await eventually(() => heard.length > 0, 'the client is still heard');
    expect(events).toEqual(['connected']);
  });

  it('rejects a restart that is over before it began', async () => {
    const { link } = await connected();
    await link.close();
    const restarting = link.restart({ ufrag: 'late', pwd: 'late' }, [], NEVER_ABORTED);
    await expect(restarting).rejects.toMatchObject({ code: 'session-ended' });
  });

  it('closes everything at once, timers too', async () => {
    const { link, clock } = await connected();
    const returning = await makeClient();
    const old = link.current;
    const next = await link.restart(returning.local, [], NEVER_ABORTED);
    await returning.connect(next.local, next.candidates);
    await eventually(() => link.current === next, 'the new generation is in use');
    expect(clock.armed).toBe(1);
    await link.close();
    expect(clock.armed).toBe(0);
    for (const { candidates } of [old, next])
      for (const { port } of candidates) expect(await isFree(port)).toBe(true);
  });
});

describe('STUN requests', () => {
  /** Asks as an ICE client would, with this password; the answer, if one comes. */
  async function ask(link: IceLink, password: string | undefined): Promise<Message | undefined> {
    const { local, candidates } = link.current;
    const request = new Message(methods.BINDING, classes.REQUEST);
    request.setAttribute('USERNAME', `${local.ufrag}:stranger`).setAttribute('PRIORITY', 1);
    request.setAttribute('ICE-CONTROLLING', 1n);
    if (password !== undefined) request.addMessageIntegrity(Buffer.from(password));
    request.addFingerprint();
    const socket = await strangerSocket();
    const answer = once(socket, 'message');
    socket.send(request.bytes, candidates[0]?.port ?? 0, '127.0.0.1');
    const silence = new Promise<undefined>((resolve) => setTimeout(resolve, 200, undefined));
    const message = await Promise.race([answer, silence]);
    return message && parseMessage(message[0]);
  }

  it('are answered when made with our password', async () => {
    const { link } = await serverLink();
    link.start({ ufrag: 'stranger', pwd: 'stranger-stranger-stranger' }, []);
    const answer = await ask(link, link.current.local.pwd);
    expect(answer?.messageClass).toBe(classes.RESPONSE);
  });

  it.each([
    ['another password', 'guessed-guessed-guessed'],
    ['none', undefined],
  ])('are not answered with %s', async (_what, password) => {
    const { link } = await serverLink();
    link.start({ ufrag: 'stranger', pwd: 'stranger-stranger-stranger' }, []);
    expect(await ask(link, password)).toBeUndefined();
  });
});

async function strangerSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(async () => socket.close());
  return socket;
}
