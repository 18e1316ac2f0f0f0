/** Waits for a call of the suite's own, up to a limit. */
export type Limit = <Value>(call: Promise<Value>, what: string) => Promise<Value>;

/**
 * The same object with every asynchronous method under a limit: a far side that hangs fails its test
 * with its name, instead of hanging the run.
 */
export function limited<Target extends object>(target: Target, name: string, limit: Limit): Target {
  return new Proxy(target, {
    get(_target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = value.apply(target, args);
        return isPromise(result) ? limit(result, `the suite’s ${name}.${String(key)}`) : result;
      };
    },
  });
}

/** Not by `instanceof`: test runners give each file its own `Promise`. */
function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
