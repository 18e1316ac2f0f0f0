import assert from 'node:assert/strict';
import { whipRejection } from '../rejection.js';
import { checked, publishOffer } from '../sample-offers.js';
import { CALL, type Opened, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** The media server goes away, and comes back. */
export const OUTAGE: Chapter<'outage'> = {
  async 'health-rejects-when-down'(stage) {
    await stage.begin('outage');
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
    await stage.begin('outage');
    await whipRejection(stage.open(), '`open`', 'backend-unavailable');
  },

  async 'outage-fails-pending-open'(stage) {
    await stage.begin('stall');
    const offer = checked(publishOffer());
    const opening = stage.scene.backend.open(offer, stage.context(), CALL);
    opening.catch(() => {});
    await stage.quiet();
    await stage.begin('outage');
    await whipRejection(stage.soon(opening, '`open`'), '`open`');
  },

  async 'outage-ends-sessions'(stage) {
    const opened = [await stage.open(), await stage.open()];
    await stage.begin('outage');
    for (const session of opened) await hearsTheEnd(stage, session);
  },

  async 'close-when-down'(stage) {
    const { session } = await stage.open();
    await stage.begin('outage');
    await stage.soon(session.close('backend-lost'), '`close`');
  },

  async 'outage-heals'(stage) {
    await stage.open();
    await stage.begin('outage');
    await stage.quiet();
    await stage.end('outage');
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

async function hearsTheEnd(stage: Stage, { reports }: Opened): Promise<void> {
  await stage.eventually(() => reports.of('hungUp').length > 0, '`hungUp` of an open session');
  const reason = reports.of('hungUp')[0]?.reason;
  assert.ok(reason === 'backend-lost' || reason === 'backend-closed', `\`hungUp\` with ${reason}`);
}
