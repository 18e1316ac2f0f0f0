import { describe, it } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { describeLive } from '@whipway/test-rig';
import { mediasoupSubject } from './support/subject.js';

describeLive({ describe, it }, ['mediasoup'], 'conformance', ({ mediasoup }) => {
  describeMediaBackend({ describe, it }, mediasoupSubject(mediasoup));
});
