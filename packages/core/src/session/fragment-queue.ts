/** Runs one task after the other: overlapping PATCHes are turns (S-90). A failed turn stops nobody. */
export class FragmentQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
