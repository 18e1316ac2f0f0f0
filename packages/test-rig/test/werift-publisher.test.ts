import { afterEach, expect, it } from '@jest/globals';
import { WeriftPublisher } from '../src/werift-publisher.js';

let publisher: WeriftPublisher;
afterEach(() => publisher.vanish());

it('offers its tracks with every candidate, on its own address alone', async () => {
  publisher = await WeriftPublisher.make('127.0.0.1', ['audio', 'video']);
  expect(publisher.offer.match(/^m=\w+/gm)).toEqual(['m=audio', 'm=video']);
  expect(publisher.offer.match(/^a=msid:/gm)).toHaveLength(2);
  const candidates = publisher.offer.match(/^a=candidate:.*$/gm) ?? [];
  expect(candidates.length).toBeGreaterThan(0);
  for (const line of candidates) expect(line).toMatch(/ 127\.0\.0\.1 \d+ typ host/);
});

it('restarts with new credentials, in the shape of a fragment', async () => {
  publisher = await WeriftPublisher.make('127.0.0.1', ['audio']);
  const [, before = ''] = /^a=ice-ufrag:(.*?)\r?$/m.exec(publisher.offer) ?? [];
  const { ufrag, pwd, mid, candidates } = await publisher.restart();
  expect(ufrag).not.toBe(before);
  expect([mid, pwd.length >= 22]).toEqual(['0', true]);
  expect(candidates[0]).toMatchObject({
    component: 1,
    transport: 'udp',
    address: '127.0.0.1',
    type: 'host',
  });
  expect(candidates[0]?.port).toBeGreaterThan(0);
});
