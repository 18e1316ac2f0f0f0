import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeLive } from '@whipway/test-rig';
import { endCommands, type RunningCommand, runCommand } from './support/command.js';
import { startTurnServer, TURN_PASSWORD } from './support/turn-server.js';
import { type Settings, startWhipway, TOKEN, type Whipway } from './support/whipway.js';

const PATTERN = ['--test-pattern', '--size', '320x180', '--frame-rate', '15', '--bitrate', '300k'];

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await endCommands();
  for (const end of ending.splice(0).reverse()) await end();
});

async function whipway(settings: Settings = {}): Promise<Whipway> {
  const server = await startWhipway(settings);
  ending.push(() => server.kill());
  return server;
}

async function publishing(url: string, ...args: readonly string[]): Promise<RunningCommand> {
  const command = runCommand(['-u', url, '-t', TOKEN, '-l', '5', '--stats', ...PATTERN, ...args]);
  await command.tells(/First frame sent/);
  return command;
}

async function stop(command: RunningCommand): Promise<void> {
  command.signal('SIGINT');
  expect([await command.ended(), command.told()]).toEqual([0, expect.any(String)]);
}

/** Takes all of the private network down; what is returned brings it back. */
function cutNetwork(): () => void {
  // Never on a machine's own network.
  if (!process.env['WHIPWAY_TEST_ADDRESS']?.startsWith('10.45.'))
    throw new Error('only the private network of run-live may be cut');
  const link = (state: string) =>
    void execFileSync('ip', ['link', 'set', 'lo', state], { timeout: 5000 });
  link('down');
  return () => link('up');
}

/** Media gets there: the server’s own reports answer ours. */
async function flows(command: RunningCommand): Promise<void> {
  const before = command.printed().length;
  await sleep(2500);
  const lines = command.printed().slice(before).trim().split('\n').slice(0, -1);
  const last = JSON.parse(lines.at(-1) ?? '{}');
  expect(last).toMatchObject({ roundTripTime: expect.any(Number) });
  expect(last.video.bitsPerSecond).toBeGreaterThan(20_000);
}

describeLive({ describe, it }, ['ffmpeg', 'netns'], 'whip-publish when things go wrong', () => {
  it('survives ten seconds without a network in one session', async () => {
    const server = await whipway();
    const command = await publishing(server.whip('live0'));
    const up = cutNetwork();
    try {
      await sleep(10_000);
    } finally {
      up();
    }
    await command.tells(/The connection is lost; restarting ICE/);
    await command.tells(/Connected again/);
    await flows(command);
    // One session all the time.
    expect(server.output().match(/session opened/g)).toHaveLength(1);
    await stop(command);
  });

  it('opens a new session when the server was killed and comes back', async () => {
    const server = await whipway();
    const command = await publishing(server.whip('live0'));
    await server.kill();
    const again = await whipway({ LISTEN__PORT: `${server.port}` });
    await command.tells(/Connected again/);
    await flows(command);
    expect(again.output()).toMatch(/session connected/);
    await stop(command);
  });

  it('tells at once when the server stops in order, and gives up after the time it was told', async () => {
    const server = await whipway();
    const command = await publishing(server.whip('live0'), '--reconnect', '2');
    await server.stop();
    await command.tells(/The server has ended the session/);
    // It did not have to notice by itself.
    expect(command.told()).not.toMatch(/The connection is lost/);
    expect(await command.ended()).toBe(5);
    expect(command.told()).toMatch(/cannot be reached: connect ECONNREFUSED/);
  });

  it('follows a 307 to another port, with the token only where that is allowed', async () => {
    const server = await whipway();
    const door = createServer((_, response) =>
      response.writeHead(307, { Location: server.whip('live0') }).end(),
    ).listen(0, '127.0.0.1');
    ending.push(async () => door.close());
    await new Promise((resolve) => door.once('listening', resolve));
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/whip`;
    const careful = runCommand(['-u', url, '-t', TOKEN, ...PATTERN]);
    expect(await careful.ended()).toBe(6);
    expect(careful.told()).toContain(`--trust-origin ${server.url} allows it`);
    const command = await publishing(url, '--trust-origin', server.url);
    await stop(command);
    expect(server.output()).toMatch(/client-deleted/);
  });

  it('says that an endpoint is in use', async () => {
    const server = await whipway();
    const first = await publishing(server.whip('live0'));
    const second = runCommand(['-u', server.whip('live0'), '-t', TOKEN, ...PATTERN]);
    expect(await second.ended()).toBe(7);
    expect(second.told()).toContain('409');
    await stop(first);
  });
});

describeLive(
  { describe, it },
  ['ffmpeg', 'netns', 'coturn'],
  'whip-publish through TURN',
  ({ coturn, netns }) => {
    it('sends media through the relay only, when it is told to', async () => {
      const server = await whipway();
      const turn = await startTurnServer(coturn, netns);
      ending.push(() => turn.stop());
      const command = await publishing(
        server.whip('live0'),
        '-F',
        '-T',
        turn.option,
        '-n',
        '-H',
        'body',
      );
      await flows(command);
      const offer = /> POST.*?< 201/s.exec(command.told())?.[0] ?? '';
      expect(offer).toMatch(/a=candidate:.* typ relay/);
      expect(offer).not.toMatch(/typ (?:host|srflx)/);
      expect(command.told()).not.toContain(TURN_PASSWORD);
      expect(turn.output()).toMatch(/ALLOCATE processed, success/);
      await stop(command);
      // The relayed address is given back, and does not count against the user for ten minutes.
      expect(turn.output()).toMatch(/refreshed, .*lifetime=0/);
    });

    it('knows the server’s relay before its offer, with --follow-link and --no-trickle', async () => {
      const turn = await startTurnServer(coturn, netns);
      ending.push(() => turn.stop());
      const [, username, credential, urls] = /^(.*):(.*)@(.*)$/.exec(turn.option) ?? [];
      const server = await whipway({
        ICE_SERVERS: JSON.stringify([{ urls: `turn:${urls}`, username, credential }]),
      });
      const command = await publishing(server.whip('live0'), '-f', '-n', '-F', '-H', 'body');
      await flows(command);
      const [exchange = ''] = /> OPTIONS.*?< 201/s.exec(command.told()) ?? [];
      expect(exchange).toMatch(/> POST.*a=candidate:.* typ relay.*a=end-of-candidates/s);
      expect(exchange).not.toMatch(/ typ (?:host|srflx)/);
      expect(command.told()).not.toMatch(/> PATCH|before the session/);
      expect(command.told()).not.toContain(TURN_PASSWORD);
      await stop(command);
    });

    it('asks all of several servers, and says what is the matter with those that bring nothing', async () => {
      const server = await whipway();
      const turn = await startTurnServer(coturn, netns);
      ending.push(() => turn.stop());
      const silent = createSocket('udp4').bind(0, '127.0.0.1');
      await once(silent, 'listening');
      ending.push(async () => void silent.close());
      const dark = `127.0.0.1:${silent.address().port}`;
      const command = await publishing(
        server.whip('live0'),
        ...['-F', '-n', '-H', 'body'],
        ...['-T', 'me:hidden1@127.0.0.1:1?transport=tcp', '-T', `me:hidden2@${dark}?transport=udp`],
        ...['-T', turn.option.replace(TURN_PASSWORD, 'hidden3'), '-T', turn.option],
      );
      await flows(command);
      const told = command.told();
      const address = turn.option.replace(/^.*@/, '');
      expect(told).toContain('turn:127.0.0.1:1?transport=tcp cannot be used: connect ECONNREFUSED');
      expect(told).toContain(`turn:${dark}?transport=udp does not answer.`);
      expect(told).toContain(`turn:${address} refuses the user or the password.`);
      expect(told).toMatch(/> POST.*a=candidate:.* typ relay/s);
      expect(told).not.toMatch(new RegExp(`hidden|${TURN_PASSWORD}`));
      await stop(command);
    });

    it('trickles the relay candidate as well', async () => {
      const server = await whipway();
      const turn = await startTurnServer(coturn, netns);
      ending.push(() => turn.stop());
      const command = await publishing(server.whip('live0'), '-F', '-T', turn.option);
      await flows(command);
      await stop(command);
    });
  },
);
