import assert from 'node:assert/strict';
import { AbortHandle } from '@whipway/core';
import { whipRejection } from '../rejection.js';
import { checked, publishOffer } from '../sample-offers.js';
import { CALL, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** Abort means *stop waiting*: the core is gone at once, the adapter clears up behind it. */
export const ABORTING: Chapter<'aborting'> = {
  async 'open-aborted-before'(stage) {
    const abort = new AbortHandle();
    abort.abort();
    const offer = checked(publishOffer());
    const opening = stage.scene.backend.open(offer, stage.context(), { signal: abort.signal });
    await whipRejection(stage.soon(opening, '`open`'), '`open`', 'aborted');
    await stage.quiet();
    assert.equal(await stage.scene.heldSessions(), 0, 'sessions made all the same');
  },

  async 'open-abort-rejects-at-once'(stage) {
    await stage.begin('stall');
    await abortedOpen(stage);
  },

  async 'aborted-open-is-released'(stage) {
    await stage.begin('stall');
    const opening = startOpen(stage);
    await stage.quiet();
    opening.abort.abort();
    await stage.end('stall');
    await stage.quiet();
    await stage.nothingHeld();
  },

  async 'no-stall-answers-promptly'(stage) {
    const opening = stage.scene.backend.open(checked(publishOffer()), stage.context(), CALL);
    await stage.waiting.within(opening, 1_000, '`open` of a backend that cannot be kept waiting');
  },
};

interface Opening {
  readonly abort: AbortHandle;
  readonly result: Promise<unknown>;
}

function startOpen(stage: Stage): Opening {
  const abort = new AbortHandle();
  const offer = checked(publishOffer());
  const result = stage.scene.backend.open(offer, stage.context(), { signal: abort.signal });
  result.catch(() => {});
  return { abort, result };
}

/** With a stalled server the request is well on its way; without one, the abort comes right after. */
async function abortedOpen(stage: Stage): Promise<void> {
  const opening = startOpen(stage);
  if (stage.scene.stall) await stage.quiet();
  opening.abort.abort();
  const rejected = whipRejection(opening.result, '`open`', 'aborted');
  await stage.waiting.within(rejected, stage.scene.timing.atOnce, 'the rejection of `open`');
}
