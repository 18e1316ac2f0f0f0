import { describeMediaBackend } from '@whipway/backend-conformance';
import { CollectingRunner, type Outcome } from './collecting-runner.js';
import type { ReferenceSubject } from './reference/reference-subject.js';

/** Runs the kit on a subject, on its virtual time. */
export function examine(subject: ReferenceSubject): Promise<readonly Outcome[]> {
  const runner = new CollectingRunner();
  describeMediaBackend(runner, subject);
  return runner.run((body) => subject.clock.run(body()));
}
