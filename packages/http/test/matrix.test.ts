import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CASES, FOREIGN_REQUESTS, type Running } from './matrix/cases.js';
import { HOSTS } from './matrix/hosts.js';
import { frontDoor } from './support/front-door.js';
import { type RawRequest, type RawResponse, send } from './support/raw-http.js';
import { WhipClient } from './support/whip-client.js';

const ICE_SERVERS = [
  { urls: 'stun:stun.example.net:3478' },
  { urls: 'turn:turn.example.net?transport=udp', username: 'user', credential: 'pass' },
];

describe.each(HOSTS.map((host) => [host.name, host] as const))('%s', (_name, host) => {
  let running: Running;
  const complaints = jest.spyOn(console, 'error');

  beforeEach(async () => {
    const door = frontDoor({ http: { basePath: host.basePath, iceServers: ICE_SERVERS } });
    const listening = await host.start(door.handler);
    const client = new WhipClient(listening.port, host.mountPath);
    running = { host, door, listening, client };
  });

  afterEach(async () => {
    const { door, listening } = running;
    await door.gateway.close();
    await listening.stop();
    expect(door.gateway.sessions()).toEqual([]);
    expect(door.backend.running).toEqual([]);
    expect(await listening.connections()).toBe(0);
    // Hosts print here what they could not answer.
    expect(complaints).not.toHaveBeenCalled();
  });

  it.each(CASES.map((row) => [row.name, row] as const))('%s', async (_case, row) => {
    await row.run(running);
  });

  it('changes nothing outside its paths', async () => {
    const without = await host.start(undefined);
    for (const request of FOREIGN_REQUESTS(host.mountPath) as readonly RawRequest[]) {
      const alone = await send(without.port, request);
      const mounted = await send(running.client.port, request);
      expect({ request, ...visible(mounted) }).toEqual({ request, ...visible(alone) });
    }
    await without.stop();
  });
});

/** A response without what differs between any two. */
function visible({ status, lines, body }: RawResponse) {
  return { status, body, lines: lines.filter(([name]) => name.toLowerCase() !== 'date') };
}
