import assert from 'node:assert/strict';
import { CLOSE_REASONS, type CloseReason } from '@whipway/core';
import { assertWhipError } from '../rejection.js';
import { hostCandidate, restartFragment, trickleFragment } from '../sample-fragments.js';
import { CALL, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** The end of a session and of the backend: everything goes, nothing rejects, nothing follows. */
export const RELEASE: Chapter<'release'> = {
  async 'late-open-is-releasable'(stage) {
    const { session } = await stage.open();
    await close(stage, session, 'client-gone');
    await stage.nothingHeld();
  },

  async 'close-releases'(stage) {
    const { session, publisher } = await stage.publish();
    await publisher.sendMedia();
    await close(stage, session, 'client-deleted');
    await stage.nothingHeld();
  },

  async 'close-idempotent'(stage) {
    const { session } = await stage.open();
    await Promise.all([close(stage, session, 'revoked'), close(stage, session, 'revoked')]);
    await close(stage, session, 'shutdown');
  },

  async 'close-never-rejects'(stage) {
    for (const reason of Object.keys(CLOSE_REASONS) as CloseReason[]) {
      const { session } = await stage.open();
      await close(stage, session, reason);
    }
  },

  async 'close-tells-peer'(stage) {
    const { session, publisher } = await stage.publish();
    await publisher.sendMedia();
    await close(stage, session, 'kicked');
    await publisher.farewellHeard();
  },

  async 'no-farewell-still-deaf'(stage) {
    const { session, publisher, reports } = await stage.publish();
    await publisher.sendMedia();
    await close(stage, session, 'kicked');
    const before = reports.all.length;
    await stage.quiet();
    await stage.nothingHeld();
    assert.equal(reports.all.length, before, `reported after \`close\`: ${reports}`);
  },

  async 'nothing-after-close'(stage) {
    const { session, publisher, reports } = await stage.publish();
    await publisher.sendMedia();
    await close(stage, session, 'client-deleted');
    const before = reports.all.length;
    await publisher.stopMedia();
    await publisher.vanish();
    await stage.waiting.pause(stage.scene.timing.silence + stage.scene.timing.quiet);
    assert.equal(reports.all.length, before, `reported after \`close\`: ${reports}`);
  },

  async 'calls-settle-when-closed'(stage) {
    const { session, offer } = await stage.open();
    const running = [
      session.addCandidates(trickleFragment(offer, [hostCandidate()]), CALL),
      session.restartIce(restartFragment(offer), CALL),
      session.stats(CALL),
    ];
    const settled = Promise.allSettled(running);
    await close(stage, session, 'client-deleted');
    for (const outcome of await stage.soon(settled, 'running calls settle')) {
      if (outcome.status === 'rejected') assertWhipError(outcome.reason, 'a running call');
    }
  },

  async 'backend-close-releases'(stage) {
    await stage.open();
    await stage.open();
    await stage.soon(stage.scene.backend.close(), '`MediaBackend.close`');
    await stage.nothingHeld();
  },

  async 'backend-close-idempotent'(stage) {
    const { backend } = stage.scene;
    await stage.soon(Promise.all([backend.close(), backend.close()]), '`MediaBackend.close` twice');
    await stage.soon(backend.close(), '`MediaBackend.close` once more');
  },
};

function close(
  stage: Stage,
  session: { close(reason: CloseReason): Promise<void> },
  reason: CloseReason,
): Promise<void> {
  return stage.soon(session.close(reason), `\`close\` (${reason})`);
}
