import type { ApiError } from '../api/api-error.js';
import type { DirectoryView } from '../live/live-directory.js';

/** Why there are no events: what the server answered in their place, or that it did not answer. */
export function connectionWords(problem: ApiError | undefined): string {
  if (!problem) return 'The server does not answer.';
  return [problem.title, problem.detail].filter(Boolean).map(sentence).join(' ');
}

/** Nothing was ever read, because the server answers 403 to everybody, whatever the token. */
export function isBarred(
  problem: ApiError | undefined,
  phase: DirectoryView['phase'],
): problem is ApiError {
  return problem?.status === 403 && phase === 'loading';
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
