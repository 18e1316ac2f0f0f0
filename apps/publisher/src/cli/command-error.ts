import type { Ending } from './exit-codes.js';

/** A failure that the user is told in one sentence, with the exit code it leads to. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly ending: Ending;

  constructor(ending: Ending, message: string, options?: ErrorOptions) {
    super(message, options);
    this.ending = ending;
  }
}
