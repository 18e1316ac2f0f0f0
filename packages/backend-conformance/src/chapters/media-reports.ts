import assert from 'node:assert/strict';
import { type CheckedOffer, can, type HangUpReason, type SessionStats } from '@whipway/core';
import { CALL, type Opened, type Published, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** What a backend tells about a session by itself, and what it answers when asked. */
export const MEDIA_REPORTS: Chapter<'media-reports'> = {
  async 'silence-before-media'(stage) {
    const { reports } = await stage.publish();
    await stage.quiet();
    assert.equal(reports.all.length, 0, `reported without any RTP: ${reports}`);
  },

  async 'media-up-on-first-packet'(stage) {
    const { reports } = await stage.onAir();
    await stage.quiet();
    assert.equal(`${reports}`, 'mediaUp', 'reports while media flows');
  },

  async 'media-down-on-silence'(stage) {
    const published = await stage.onAir();
    const stopped = await silence(stage, published);
    const down = published.reports.of('mediaDown')[0]?.at ?? 0;
    const { silence: expected } = stage.scene.timing;
    assert.ok(down - stopped > expected / 2, `\`mediaDown\` after only ${down - stopped} ms`);
  },

  async 'media-up-again'(stage) {
    const published = await stage.onAir();
    await silence(stage, published);
    const before = published.reports.of('mediaUp').length;
    await published.publisher.sendMedia();
    await stage.eventually(
      () => published.reports.of('mediaUp').length > before,
      '`mediaUp` after `mediaDown`',
    );
  },

  async 'vanish-noticed'(stage) {
    const published = await stage.onAir();
    await published.publisher.vanish();
    await lost(stage, published, 'the client that vanished is reported');
  },

  async 'peer-close-noticed'(stage) {
    const published = await stage.onAir();
    await published.publisher.close();
    await lost(stage, published, 'the client that closed is reported');
  },

  async 'hang-up-said-once'(stage) {
    const published = await stage.onAir();
    await published.publisher.close();
    await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
    const hangUps = published.reports.of('hungUp');
    assert.ok(hangUps.length <= 1, `reported: ${published.reports}`);
    for (const { reason } of hangUps) {
      assert.ok(`${reason}` in HANG_UP_REASONS, `"${reason}" is no reason a backend may give`);
    }
  },

  async 'stats-count-media'(stage) {
    const { session, offer } = await stage.onAir();
    const counted = async () => countsEach(offer, await stats(stage, session));
    await stage.eventually(counted, 'packets of every track are counted');
    const before = await stats(stage, session);
    for (const { codec = '' } of before.tracks) assert.equal(codec, codec.toLowerCase());
    const grown = async () => grows(before, await stats(stage, session));
    await stage.eventually(grown, 'packets and bytes grow');
  },

  async 'stats-before-media'(stage) {
    const { session } = await stage.open();
    const { tracks } = await stats(stage, session);
    assert.ok(Array.isArray(tracks), 'tracks is a list');
  },

  async 'no-media-reports-is-silence'(stage) {
    const published = stage.scene.farSide ? await stage.onAir() : await stage.open();
    await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
    const { reports } = published;
    const said = reports.of('mediaUp').length + reports.of('mediaDown').length;
    assert.equal(said, 0, `reported: ${reports}; declare mediaReports "yes"`);
  },

  async 'no-liveness-is-silence'(stage) {
    const opened = stage.scene.farSide ? await vanished(stage) : await stage.open();
    await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
    const { reports } = opened;
    assert.equal(reports.of('hungUp').length, 0, `reported: ${reports}; declare liveness "yes"`);
  },

  async 'no-stats-is-empty'(stage) {
    const { session } = await stage.open();
    const { tracks } = await stats(stage, session);
    assert.equal(tracks.length, 0, 'tracks of `stats`; with numbers in them, declare stats "yes"');
  },

  async 'no-far-side-no-claims'(stage) {
    const { capabilities } = stage.scene.backend;
    for (const name of ['mediaReports', 'liveness', 'stats', 'playback'] as const) {
      const claimed = can(capabilities[name]);
      assert.ok(!claimed, `${name} is claimed, but no client is played to prove it`);
    }
  },
};

/** Stops the RTP and waits for `mediaDown`. Resolves with the time of the stop. */
async function silence(stage: Stage, { publisher, reports }: Published): Promise<number> {
  await publisher.stopMedia();
  const stopped = stage.scene.clock.now();
  await stage.eventually(() => reports.of('mediaDown').length > 0, '`mediaDown`');
  return stopped;
}

async function vanished(stage: Stage): Promise<Published> {
  const published = await stage.onAir();
  await published.publisher.vanish();
  return published;
}

function lost(stage: Stage, { reports }: Opened, what: string): Promise<void> {
  return stage.eventually(
    () => reports.of('mediaDown').length + reports.of('hungUp').length > 0,
    what,
  );
}

function stats(stage: Stage, session: Opened['session']): Promise<SessionStats> {
  return stage.soon(session.stats(CALL), '`stats`');
}

function countsEach({ media }: CheckedOffer, { tracks }: SessionStats): boolean {
  return media.every(({ kind }) =>
    tracks.some((track) => track.kind === kind && track.packets > 0),
  );
}

function grows(before: SessionStats, after: SessionStats): boolean {
  return (['packets', 'bytes'] as const).every((count) => sum(after, count) > sum(before, count));
}

function sum({ tracks }: SessionStats, count: 'packets' | 'bytes'): number {
  return tracks.reduce((total, track) => total + track[count], 0);
}

const HANG_UP_REASONS: Readonly<Record<HangUpReason, true>> = {
  'peer-closed': true,
  'ice-failed': true,
  'dtls-failed': true,
  kicked: true,
  'backend-closed': true,
  'backend-lost': true,
};
