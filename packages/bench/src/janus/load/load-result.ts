/** What a load did. Times are milliseconds. */
export interface LoadResult {
  /** Of the whole load. */
  readonly duration: number;
  /** From each offer to its answer. */
  readonly opened: readonly number[];
  /** From the end of each session to its confirmation. */
  readonly closed: readonly number[];
}

/** One session: both calls are timed. */
export interface SessionUnderLoad {
  open(slot: number): Promise<() => Promise<void>>;
}

/** Opens and closes `sessions` sessions, `inFlight` at a time. @throws what a session throws */
export async function runLoad(
  { open }: SessionUnderLoad,
  sessions: number,
  inFlight: number,
): Promise<LoadResult> {
  const opened: number[] = [];
  const closed: number[] = [];
  let left = sessions;
  const start = performance.now();
  const slot = async (_: unknown, number: number) => {
    while (left > 0) {
      left -= 1;
      const asked = performance.now();
      const close = await open(number);
      const answered = performance.now();
      opened.push(answered - asked);
      await close();
      closed.push(performance.now() - answered);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, slot));
  return { duration: performance.now() - start, opened, closed };
}
