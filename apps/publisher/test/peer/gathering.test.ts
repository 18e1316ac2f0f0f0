import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { offered } from '../../src/peer/codecs.js';
import { WeriftPeer } from '../../src/peer/werift-peer.js';
import {
  FAKE_PASSWORD,
  FAKE_USER,
  type FakeTurnServer,
  startFakeTurnServer,
} from '../support/fake-turn-server.js';
import { until } from '../support/until.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ending: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ending.splice(0).reverse()) end();
});

async function fake(settings?: Parameters<typeof startFakeTurnServer>[0]): Promise<FakeTurnServer> {
  const server = await startFakeTurnServer(settings);
  ending.push(() => server.stop());
  return server;
}

function served({ port }: FakeTurnServer, credential = FAKE_PASSWORD): RTCIceServer {
  return { urls: `turn:127.0.0.1:${port}?transport=udp`, username: FAKE_USER, credential };
}

function newPeer(configuration: RTCConfiguration) {
  const troubles: string[] = [];
  const peer = new WeriftPeer(configuration, {
    codecs: [offered('vp8')],
    serverIsHere: true,
    trouble: (sentence) => troubles.push(sentence),
  });
  ending.push(() => peer.close());
  peer.addTransceiver('video', { direction: 'sendonly' });
  return { peer, troubles };
}

/** The types of all candidates, once gathering is over. */
async function gathered(peer: WeriftPeer): Promise<readonly string[]> {
  await peer.setLocalDescription(await peer.createOffer());
  await until(() => peer.iceGatheringState === 'complete', 'gathered');
  const sdp = peer.localDescription?.sdp ?? '';
  return [...sdp.matchAll(/^a=candidate:.* typ (\w+)/gm)].map(([, type = '']) => type);
}

describe('gathering', () => {
  it('brings the host’s addresses and a relay of every TURN server that gives one', async () => {
    const servers = [await fake(), await fake()];
    const { peer, troubles } = newPeer({ iceServers: servers.map((server) => served(server)) });
    const types = await gathered(peer);
    expect(types).toContain('host');
    expect(types.filter((type) => type === 'relay')).toHaveLength(2);
    expect(troubles).toEqual([]);
  });

  it('brings relays only, when that is the policy, whatever else fails', async () => {
    const [good, bad] = [await fake(), await fake()];
    const { peer, troubles } = newPeer({
      iceServers: [served(bad, 'a-wrong-password'), served(good)],
      iceTransportPolicy: 'relay',
    });
    expect(await gathered(peer)).toEqual(['relay']);
    expect(troubles).toEqual([
      `turn:127.0.0.1:${bad.port}?transport=udp refuses the user or the password.`,
    ]);
  });

  it('waits 4 s for a server that does not answer, and goes on without it', async () => {
    // A TLS handshake without an answer has no end of its own. Garbage is collected meanwhile, as in long runs.
    const silent = await fake({ answers: [] });
    const collecting = setInterval(collectGarbage, 200);
    ending.push(() => clearInterval(collecting));
    const iceServers = [{ ...served(silent), urls: `turns:127.0.0.1:${silent.port}` }];
    const { peer, troubles } = newPeer({ iceServers });
    expect(await gathered(peer)).not.toContain('relay');
    expect(troubles).toEqual([`turns:127.0.0.1:${silent.port} does not answer.`]);
  });

  it('does not begin again once the connection is closed', async () => {
    const server = await fake();
    const { peer } = newPeer({ iceServers: [served(server)] });
    const offer = await peer.createOffer();
    peer.close();
    await peer.setLocalDescription(offer).catch(() => undefined);
    await sleep(500);
    expect(server.requests).toEqual([]);
  });

  it('is given up, with nothing to tell, when the connection is closed', async () => {
    const silent = await fake({ answers: [] });
    const { peer, troubles } = newPeer({ iceServers: [served(silent)] });
    await peer.setLocalDescription(await peer.createOffer());
    await until(() => silent.requests.length > 0, 'asked');
    peer.close();
    const asked = silent.requests.length;
    await sleep(1500);
    expect(silent.requests).toHaveLength(asked);
    expect(troubles).toEqual([]);
  });
});
