import assert from 'node:assert/strict';
import { AbortHandle, acceptAnswer } from '@whipway/core';
import { readAnswer } from '../answer-facts.js';
import { whipRejection } from '../rejection.js';
import { checked } from '../sample-offers.js';
import { offerToWatch, watch } from '../watching.js';
import type { Chapter } from './chapter.js';

/** `playback.open`: WHEP viewers of what a session publishes. */
export const PLAYBACK: Chapter<'playback'> = {
  async 'playback-answer'(stage) {
    const published = await stage.onAir();
    const player = await stage.player();
    const reply = await offerToWatch(stage, published, player);
    if ('answer' in reply) {
      acceptAnswer(reply.answer, checked(player.offer, 'watch'), { rtcpMuxOnly: true });
      return;
    }
    const { sections, candidates } = readAnswer(reply.counterOffer);
    assert.ok(sections.length > 0, 'the counter-offer has a section');
    for (const { mid, direction } of sections) assert.equal(direction, 'sendonly', `mid ${mid}`);
    assert.ok(candidates > 0, 'the counter-offer has a candidate');
  },

  async 'playback-abort'(stage) {
    const published = await stage.onAir();
    const player = await stage.player();
    const abort = new AbortHandle();
    abort.abort();
    const opening = offerToWatch(stage, published, player, { signal: abort.signal });
    await whipRejection(opening, '`playback.open`', 'aborted');
  },

  async 'playback-media-flows'(stage) {
    const { player } = await watch(stage, await stage.onAir());
    await stage.eventually(() => player.received() > 0, 'the player receives RTP');
    const before = player.received();
    await stage.eventually(() => player.received() > before, 'the player goes on receiving RTP');
  },

  async 'playback-viewers-independent'(stage) {
    const published = await stage.onAir();
    const leaving = await watch(stage, published);
    const staying = await watch(stage, published);
    await stage.soon(leaving.session.close('client-deleted'), '`close` of a viewer');
    await stage.quiet();
    const before = staying.player.received();
    await stage.eventually(() => staying.player.received() > before, 'the other viewer goes on');
    assert.equal(staying.reports.of('hungUp').length, 0, `reported: ${staying.reports}`);
  },

  async 'playback-close-keeps-publisher'(stage) {
    const published = await stage.onAir();
    const { session } = await watch(stage, published);
    await stage.soon(session.close('client-deleted'), '`close` of a viewer');
    await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
    const { reports } = published;
    assert.equal(reports.of('mediaDown').length, 0, `reported of the publisher: ${reports}`);
    await stage.goesOn(published);
  },

  async 'playback-close-releases'(stage) {
    const published = await stage.onAir();
    const alone = await stage.scene.heldSessions();
    const { session } = await watch(stage, published);
    await stage.soon(session.close('client-deleted'), '`close` of a viewer');
    await stage.soon(session.close('shutdown'), '`close` once more');
    const released = async () => (await stage.scene.heldSessions()) <= alone;
    await stage.eventually(released, 'what the viewer needed is released');
  },

  async 'playback-of-ended'(stage) {
    const published = await stage.onAir();
    await stage.soon(published.session.close('client-deleted'), '`close` of the publisher');
    const player = await stage.player();
    await whipRejection(offerToWatch(stage, published, player), '`playback.open`');
  },

  async 'no-playback-is-absent'(stage) {
    assert.equal(stage.scene.backend.playback, undefined, '`playback`');
  },
};
