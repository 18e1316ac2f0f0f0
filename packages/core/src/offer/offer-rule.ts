import type { WhipErrorCode } from '../errors/error-codes.js';
import { WhipError } from '../errors/whip-error.js';
import type { Tolerance } from '../quirks/tolerance.js';
import type { OfferDraft } from './offer-draft.js';

/** One check of an offer. It returns, or throws a WhipError. */
export interface OfferRule {
  /** Id in docs/checklist.md. */
  readonly id: string;
  check(draft: OfferDraft, tolerance: Tolerance): void;
}

/** Throws with the rule's id. */
export function refuse(code: WhipErrorCode, rule: string, message: string): never {
  throw new WhipError(code, message, { rule });
}
