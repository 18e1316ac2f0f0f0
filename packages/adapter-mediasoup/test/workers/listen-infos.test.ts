import { expect, it } from '@jest/globals';
import { listenInfos } from '../../src/workers/listen-infos.js';

const BOTH = { udp: true, tcp: true };

it('one UDP and one TCP port for each address, IPv4 and IPv6, best first', () => {
  expect(
    listenInfos({ addresses: ['192.0.2.1', '2001:db8::1'], stun: [] }, BOTH, 'darwin'),
  ).toEqual([
    { protocol: 'udp', ip: '192.0.2.1' },
    { protocol: 'tcp', ip: '192.0.2.1' },
    { protocol: 'udp', ip: '2001:db8::1' },
    { protocol: 'tcp', ip: '2001:db8::1' },
  ]);
});

it('the announced address stands in for the first one, ports come from the range', () => {
  const media = {
    addresses: ['10.0.0.5', '127.0.0.1'],
    announced: '203.0.113.9',
    udpPorts: { min: 40_000, max: 40_100 },
    stun: [],
  };
  const portRange = { min: 40_000, max: 40_100 };
  expect(listenInfos(media, { udp: true, tcp: false }, 'darwin')).toEqual([
    { protocol: 'udp', ip: '10.0.0.5', announcedAddress: '203.0.113.9', portRange },
    { protocol: 'udp', ip: '127.0.0.1', portRange },
  ]);
});

it('UDP sockets get room for the packets of all sessions, where asking for too much does no harm', () => {
  const infos = listenInfos({ addresses: ['192.0.2.1'], stun: [] }, BOTH, 'linux');
  expect(infos.map(({ protocol, recvBufferSize }) => [protocol, recvBufferSize])).toEqual([
    ['udp', 4_194_304],
    ['tcp', undefined],
  ]);
});
