import type { CheckedOffer } from '../offer/checked-offer.js';
import { joinLines } from '../sdp/sdp-text.js';
import { AnswerDraft } from './answer-draft.js';
import type { AnswerOptions, AnswerRule } from './answer-rule.js';
import { REFUSING_RULES } from './refusing-rules.js';
import { REPAIRING_RULES } from './repairing-rules.js';
import { type ServerDescription, serverTransport } from './server-transport.js';

/** Everything demanded of an answer, in the order it is applied. */
export const ANSWER_RULES: readonly AnswerRule[] = [...REFUSING_RULES, ...REPAIRING_RULES];

/** An answer fit for the client, with what later PATCHes need of it. */
export type AcceptedAnswer = ServerDescription;

/**
 * Checks a backend's answer and puts it right (S-02, S-07, S-10 to S-16, S-20, S-22 to S-27), then
 * adds the sections the backend never saw, with port 0.
 *
 * @throws WhipError `codec-unsupported` (422) when the backend switched a section off,
 *   `answer-unusable` (502) for anything else that cannot be mended.
 */
export function acceptAnswer(
  text: string,
  offer: CheckedOffer,
  options: AnswerOptions,
): AcceptedAnswer {
  const draft = new AnswerDraft(text, offer);
  const missed: string[] = [];
  for (const rule of ANSWER_RULES) {
    if (rule.does !== 'count') rule.apply(draft, options);
    else if (rule.misses(draft)) missed.push(rule.id);
  }
  return {
    text: printWithDropped(draft),
    missed,
    ...serverTransport(draft.session, draft.tagged?.lines ?? []),
  };
}

function printWithDropped(draft: AnswerDraft): string {
  const parts = draft.sections.map(({ lines }) => lines);
  for (const { index, mid, mediaLine } of draft.offer.droppedSections) {
    const [kind, , ...rest] = mediaLine.split(' ');
    parts.splice(index, 0, [
      `m=${[kind, 0, ...rest].join(' ')}`,
      'c=IN IP4 0.0.0.0',
      ...(mid === undefined ? [] : [`a=mid:${mid}`]),
      'a=inactive',
    ]);
  }
  return joinLines([...draft.session, ...parts.flat()]);
}
