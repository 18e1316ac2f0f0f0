import type { TestRunner } from '@whipway/backend-conformance';
import type { PromiseId } from '../src/promises.js';

interface Registered {
  readonly id: PromiseId;
  readonly name: string;
  readonly body: () => Promise<void>;
}

/** What became of one test. */
export interface Outcome extends Omit<Registered, 'body'> {
  /** The failure's message; undefined: passed. */
  readonly failure: string | undefined;
}

/** A test runner that keeps what is registered, and runs it when asked, one test after another. */
export class CollectingRunner implements TestRunner {
  readonly groups: string[] = [];
  readonly tests: Registered[] = [];

  describe = (name: string, body: () => void): void => {
    this.groups.push(name);
    body();
  };

  it = (name: string, body: () => Promise<void>): void => {
    this.tests.push({ id: name.split(':')[0] as PromiseId, name, body });
  };

  /** @param perform how a test is run, e.g. with a clock of its own. */
  async run(perform: (body: () => Promise<void>) => Promise<void>): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const { id, name, body } of this.tests) {
      const failure = await perform(body).then(
        () => undefined,
        (error: unknown) => (error as Partial<Error>).message ?? String(error),
      );
      outcomes.push({ id, name, failure });
    }
    return outcomes;
  }
}

/** The ids that failed. */
export function failures(outcomes: readonly Outcome[]): readonly PromiseId[] {
  return outcomes.filter(({ failure }) => failure !== undefined).map(({ id }) => id);
}
