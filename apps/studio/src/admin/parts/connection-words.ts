import type { ApiError } from '../api/api-error.js';

/** Why there are no events: what the server answered in their place, or that it did not answer. */
export function connectionWords(problem: ApiError | undefined): string {
  if (!problem) return 'The server does not answer.';
  return [problem.title, problem.detail].filter(Boolean).map(sentence).join(' ');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
