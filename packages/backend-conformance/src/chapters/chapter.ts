import type { ChapterName, PromiseOf } from '../promises.js';
import type { Stage } from '../stage.js';

/** One test for each promise of a chapter: a promise without its test does not compile. */
export type Chapter<Name extends ChapterName> = {
  readonly [Id in PromiseOf<Name>]: (stage: Stage) => Promise<void>;
};
