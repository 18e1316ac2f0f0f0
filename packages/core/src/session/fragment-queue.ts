import { WhipError } from '../errors/whip-error.js';

/** How many PATCHes of one session may wait. A client that keeps to the RFC has one or two. */
const MOST_WAITING = 64;

/** Runs one task after the other: overlapping PATCHes are turns (S-90). A failed turn stops nobody. */
export class FragmentQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @throws WhipError `too-many-requests` when too many wait already */
  async run<Value>(task: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MOST_WAITING)
      throw new WhipError('too-many-requests', 'Too many PATCHes of this session wait already.', {
        retryAfter: 1,
      });
    this.#waiting += 1;
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}
