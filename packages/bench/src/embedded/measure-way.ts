import { setTimeout as sleep } from 'node:timers/promises';
import { startLoadClient } from '@whipway/test-rig';
import { Child } from '../janus/processes/child.js';
import type { Way } from './forwarder.js';
import type { Usage } from './forwarder-child.js';
import type { Watched } from './viewers-child.js';

export interface Load {
  /** Bit/s of the publisher's audio and video. */
  readonly bitrate: number;
  readonly viewers: number;
}

/** The publisher's key frame, which viewers wait for, comes every 4 s. */
const SERVED_WITHIN = 8_000;
const WARM_UP = 2_000;
const MEASURED = 6_000;
const POLL = 50;

/** What one way of forwarding did within the measured seconds. */
export interface Forwarded {
  readonly before: Usage;
  readonly after: Usage;
  /** Packets that viewers missed, from each one's first to the end. */
  readonly missing: number;
  /** Packets that came to viewers within about the same seconds. */
  readonly delivered: number;
}

/** Every part in a process of its own. @throws Error when media does not come to all viewers */
export async function measureWay(way: Way, { bitrate, viewers }: Load): Promise<Forwarded> {
  const [forwarder, players] = [await Child.start('forwarder'), await Child.start('viewers')];
  try {
    const origin = await forwarder.ask<string>('start', way);
    const endpoints = [`${origin}/publish`];
    const publisher = startLoadClient({ endpoints, token: 'bench', bitrate });
    try {
      const { failures } = await publisher.opened;
      if (failures.length > 0) throw new Error(failures[0]);
      await players.ask('open', { url: `${origin}/watch`, count: viewers });
      await allServed(players, viewers);
      return await measure(forwarder, players);
    } finally {
      await publisher.stop();
    }
  } finally {
    await Promise.all([forwarder.stop(), players.stop()]);
  }
}

async function allServed(players: Child, viewers: number): Promise<void> {
  const end = performance.now() + SERVED_WITHIN;
  for (;;) {
    const { served } = await players.ask<Watched>('watched');
    if (served === viewers) return;
    if (performance.now() > end) throw new Error(`media came to ${served} of ${viewers} viewers`);
    await sleep(POLL);
  }
}

async function measure(forwarder: Child, players: Child): Promise<Forwarded> {
  await sleep(WARM_UP);
  const seen = await players.ask<Watched>('watched');
  const before = await forwarder.ask<Usage>('usage');
  await sleep(MEASURED);
  const after = await forwarder.ask<Usage>('usage');
  const { packets, missing } = await players.ask<Watched>('watched');
  return { before, after, missing, delivered: packets - seen.packets };
}
