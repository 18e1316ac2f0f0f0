import { AbortHandle } from '@whipway/core';
import { whipRejection } from '../rejection.js';
import { hostCandidate, trickleFragment } from '../sample-fragments.js';
import { CALL, type Opened, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** `addCandidates`: the trickle PATCH. */
export const TRICKLE: Chapter<'trickle'> = {
  async 'trickle-accepted'(stage) {
    const opened = await stage.open();
    await add(stage, opened, [hostCandidate('udp', 1), hostCandidate('udp', 2)]);
  },

  async 'trickle-end-of-candidates'(stage) {
    const opened = await stage.open();
    await add(stage, opened, []);
  },

  async 'trickle-useless-candidate'(stage) {
    const opened = await stage.open();
    await add(stage, opened, [hostCandidate('tcp')]);
  },

  async 'trickle-abort'(stage) {
    const opened = await stage.open();
    const abort = new AbortHandle();
    abort.abort();
    const fragment = trickleFragment(opened.offer, [hostCandidate()]);
    const adding = opened.session.addCandidates(fragment, { signal: abort.signal });
    await whipRejection(stage.soon(adding, '`addCandidates`'), '`addCandidates`', 'aborted');
    await stage.goesOn(opened);
  },

  async 'no-trickle-is-refused'(stage) {
    const opened = await stage.open();
    const adding = add(stage, opened, [hostCandidate()]);
    await whipRejection(adding, '`addCandidates`', 'trickle-unsupported');
    await stage.goesOn(opened);
  },
};

function add(
  stage: Stage,
  { offer, session }: Opened,
  candidates: Parameters<typeof trickleFragment>[1],
): Promise<void> {
  const adding = session.addCandidates(trickleFragment(offer, candidates), CALL);
  return stage.soon(adding, '`addCandidates`');
}
