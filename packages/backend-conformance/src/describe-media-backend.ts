import { ABORTING } from './chapters/aborting.js';
import { BASICS } from './chapters/basics.js';
import type { Chapter } from './chapters/chapter.js';
import { MEDIA_REPORTS } from './chapters/media-reports.js';
import { OPENING } from './chapters/opening.js';
import { OUTAGE } from './chapters/outage.js';
import { PLAYBACK } from './chapters/playback.js';
import { RELEASE } from './chapters/release.js';
import { RESTART } from './chapters/restart.js';
import { TRICKLE } from './chapters/trickle.js';
import { lacksOf, plan } from './needs.js';
import { type ChapterName, PROMISES } from './promises.js';
import { setScene } from './scene.js';
import { Stage } from './stage.js';
import type { BackendSubject, BackendUnderTest } from './subject.js';
import type { TestRunner } from './test-runner.js';

const CHAPTERS: { readonly [Name in ChapterName]: Chapter<Name> } = {
  basics: BASICS,
  opening: OPENING,
  aborting: ABORTING,
  trickle: TRICKLE,
  restart: RESTART,
  'media-reports': MEDIA_REPORTS,
  release: RELEASE,
  outage: OUTAGE,
  playback: PLAYBACK,
};

const TESTS = Object.assign({}, ...Object.values(CHAPTERS)) as Chapter<ChapterName>;

/**
 * Registers one test for every promise of a backend, by chapter. Each test makes a backend of its
 * own with `subject.create` and disposes of it. A passing suite means the adapter is done.
 *
 * What the subject declares missing is not skipped: a test named after the reason checks that the
 * backend behaves as declared.
 */
export function describeMediaBackend<Rig extends BackendUnderTest>(
  runner: TestRunner,
  subject: BackendSubject<Rig>,
): void {
  const tests = plan(lacksOf(subject));
  runner.describe(`media backend ${subject.name}`, () => {
    for (const chapter of Object.keys(CHAPTERS)) {
      runner.describe(chapter, () => {
        for (const { id, name } of tests.filter((test) => PROMISES[test.id].chapter === chapter)) {
          runner.it(name, () => perform(subject, TESTS[id]));
        }
      });
    }
  });
}

async function perform<Rig extends BackendUnderTest>(
  subject: BackendSubject<Rig>,
  test: (stage: Stage) => Promise<void>,
): Promise<void> {
  const stage = new Stage(await setScene(subject));
  try {
    await test(stage);
  } finally {
    await stage.clear();
  }
}
