import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { describeLive, type RunningJanus, startJanus } from '@whipway/test-rig';
import { liveSubject } from './support/live-subject.js';

describeLive(
  { describe, it },
  ['janus', 'netns'],
  'conformance',
  ({ janus: executable, netns }) => {
    let janus: RunningJanus;

    beforeAll(async () => {
      janus = await startJanus({ executable });
    });
    afterAll(() => janus?.dispose());

    describeMediaBackend(
      { describe, it },
      liveSubject('janus (live)', netns, () => janus),
    );
  },
);
