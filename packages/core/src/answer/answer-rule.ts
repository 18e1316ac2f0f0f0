import { WhipError } from '../errors/whip-error.js';
import type { AnswerDraft } from './answer-draft.js';

export interface AnswerOptions {
  /** Put `a=rtcp-mux-only` into every section (X1). */
  readonly rtcpMuxOnly: boolean;
}

/** One row of what the core demands of an answer. */
export type AnswerRule = {
  /** Id in docs/checklist.md. */
  readonly id: string;
} & (
  | {
      /** `repair`: changes the draft so that the rule holds. `refuse`: throws when it does not. */
      readonly does: 'repair' | 'refuse';
      apply(draft: AnswerDraft, options: AnswerOptions): void;
    }
  | {
      /** A backend that cannot meet the rule is only counted. */
      readonly does: 'count';
      misses(draft: AnswerDraft): boolean;
    }
);

/** Throws `answer-unusable` with the rule's id. */
export function unusable(rule: string, message: string): never {
  throw new WhipError('answer-unusable', `In the backend’s answer ${message}.`, { rule });
}
