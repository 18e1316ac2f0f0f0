import { describe, it } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { FAKE_GALENE } from './support/fake-subject.js';

describeMediaBackend({ describe, it }, FAKE_GALENE);
