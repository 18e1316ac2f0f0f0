import { describe, it } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { EMBEDDED } from './conformance-rig.js';

describeMediaBackend({ describe, it }, EMBEDDED);
