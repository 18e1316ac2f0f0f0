import assert from 'node:assert/strict';
import { whipRejection } from '../rejection.js';
import { checked, publishOffer } from '../sample-offers.js';
import { CALL, type Opened, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** The media server goes away, and comes back. */
export const OUTAGE: Chapter<'outage'> = {
  async 'health-rejects-when-down'(stage) {
    await goesDown(stage);
    const health = stage.soon(stage.scene.backend.health(CALL), '`health`');
    await whipRejection(
      health,
      '`health`',
      'backend-unavailable',
      'backend-failed',
      'backend-timeout',
    );
  },

  async 'open-rejects-when-down'(stage) {
    await goesDown(stage);
    await whipRejection(stage.open(), '`open`', 'backend-unavailable');
  },

  async 'outage-fails-pending-open'(stage) {
    await stage.scene.stall?.begin();
    stage.atEnd(async () => stage.scene.stall?.end());
    const offer = checked(publishOffer());
    const opening = stage.scene.backend.open(offer, stage.context(), CALL);
    opening.catch(() => {});
    await stage.quiet();
    await goesDown(stage);
    await whipRejection(stage.soon(opening, '`open`'), '`open`');
  },

  async 'outage-ends-sessions'(stage) {
    const opened = [await stage.open(), await stage.open()];
    await goesDown(stage);
    for (const session of opened) await hearsTheEnd(stage, session);
  },

  async 'close-when-down'(stage) {
    const { session } = await stage.open();
    await goesDown(stage);
    await stage.soon(session.close('backend-lost'), '`close`');
  },

  async 'outage-heals'(stage) {
    await stage.open();
    await goesDown(stage);
    await stage.quiet();
    await stage.scene.outage?.end();
    const reopened = async () => stage.open().then(Boolean, () => false);
    await stage.eventually(reopened, 'sessions can be opened again');
  },

  async 'no-outage-stays-healthy'(stage) {
    const { backend } = stage.scene;
    await stage.soon(backend.health(CALL), '`health` before any session');
    const { session } = await stage.open();
    await stage.soon(backend.health(CALL), '`health` with a session');
    await stage.soon(session.close('client-deleted'), '`close`');
    await stage.soon(backend.health(CALL), '`health` after the session');
  },
};

async function goesDown(stage: Stage): Promise<void> {
  await stage.scene.outage?.begin();
  stage.atEnd(async () => stage.scene.outage?.end());
}

async function hearsTheEnd(stage: Stage, { reports }: Opened): Promise<void> {
  await stage.eventually(() => reports.of('hungUp').length > 0, '`hungUp` of an open session');
  const reason = reports.of('hungUp')[0]?.reason;
  assert.ok(reason === 'backend-lost' || reason === 'backend-closed', `\`hungUp\` with ${reason}`);
}
