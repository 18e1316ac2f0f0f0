import { useCallback, useEffect, useState } from 'react';

export interface Loaded<Value> {
  /** Undefined until it is there; kept while it is read again. */
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Reads something when a part appears, and again on demand. `read` has to be stable. */
export function useLoaded<Value>(read: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'reload'>>({
    value: undefined,
    error: undefined,
    loading: true,
  });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round reads again
  useEffect(() => {
    const run = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    read(run.signal).then(
      (value) => run.signal.aborted || setState({ value, error: undefined, loading: false }),
      (error: unknown) =>
        run.signal.aborted || setState((before) => ({ ...before, error, loading: false })),
    );
    return () => run.abort();
  }, [read, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
