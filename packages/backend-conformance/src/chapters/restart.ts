import assert from 'node:assert/strict';
import { AbortHandle, type IceFragment } from '@whipway/core';
import { readAnswer } from '../answer-facts.js';
import { whipRejection } from '../rejection.js';
import { hostCandidate, restartFragment, trickleFragment } from '../sample-fragments.js';
import { CALL, type Opened, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** `restartIce`: the restart PATCH (RFC 9725, section 4.3.3). */
export const RESTART: Chapter<'restart'> = {
  async 'restart-new-credentials'(stage) {
    const opened = await stage.open();
    const { ufrag, pwd } = readAnswer(opened.session.answer);
    const answered = await restart(stage, opened);
    assert.notEqual(answered.ufrag, ufrag, 'the ufrag is the old one');
    assert.notEqual(answered.pwd, pwd, 'the password is the old one');
    assert.ok(answered.ufrag.length >= 4 && answered.pwd.length >= 22, 'credentials are too short');
  },

  async 'restart-complete'(stage) {
    const opened = await stage.open();
    const answered = await restart(stage, opened);
    assert.equal(answered.mid, opened.offer.bundleTag, 'mid of the restart answer');
    assert.ok(answered.candidates.length > 0, 'at least one candidate');
  },

  async 'restart-again'(stage) {
    const opened = await stage.open();
    const seen = [await restart(stage, opened), await restart(stage, opened)];
    assert.notEqual(seen[0]?.ufrag, seen[1]?.ufrag, 'ufrags of two restarts');
    assert.notEqual(seen[0]?.pwd, seen[1]?.pwd, 'passwords of two restarts');
  },

  async 'restart-then-trickle'(stage) {
    const opened = await stage.open();
    const fragment = restartFragment(opened.offer);
    await stage.soon(opened.session.restartIce(fragment, CALL), '`restartIce`');
    const trickled = trickleFragment(opened.offer, [hostCandidate('udp', 2)], fragment);
    await stage.soon(opened.session.addCandidates(trickled, CALL), '`addCandidates`');
  },

  async 'restart-abort-keeps-session'(stage) {
    const opened = await stage.open();
    const abort = new AbortHandle();
    abort.abort();
    const fragment = restartFragment(opened.offer);
    const restarting = opened.session.restartIce(fragment, { signal: abort.signal });
    await whipRejection(stage.soon(restarting, '`restartIce`'), '`restartIce`', 'aborted');
    await stage.goesOn(opened);
    await restart(stage, opened);
  },

  async 'restart-failure-keeps-session'(stage) {
    const opened = await stage.open();
    await stage.begin('restartRefusal');
    await whipRejection(restart(stage, opened), '`restartIce`');
    await stage.goesOn(opened);
    await stage.end('restartRefusal');
    await restart(stage, opened);
  },

  async 'restart-failure-keeps-media'(stage) {
    const published = await stage.onAir();
    await stage.begin('restartRefusal');
    await whipRejection(restart(stage, published), '`restartIce`');
    await mediaGoesOn(stage, published);
  },

  async 'restart-keeps-media'(stage) {
    const published = await stage.onAir();
    const { publisher, session } = published;
    const answered = await stage.soon(
      session.restartIce(await publisher.restart(), CALL),
      '`restartIce`',
    );
    await publisher.restarted(answered);
    await mediaGoesOn(stage, published);
  },

  async 'no-refusal-never-fails'(stage) {
    const opened = await stage.open();
    for (let round = 1; round <= 5; round += 1) await restart(stage, opened);
  },

  async 'no-restart-is-refused'(stage) {
    const opened = await stage.open();
    await whipRejection(restart(stage, opened), '`restartIce`', 'restart-unsupported');
    await stage.goesOn(opened);
  },
};

function restart(stage: Stage, { offer, session }: Opened): Promise<IceFragment> {
  return stage.soon(session.restartIce(restartFragment(offer), CALL), '`restartIce`');
}

async function mediaGoesOn(stage: Stage, { reports }: Opened): Promise<void> {
  await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
  assert.equal(reports.of('mediaDown').length, 0, `reported: ${reports}`);
  assert.equal(reports.of('hungUp').length, 0, `reported: ${reports}`);
}
