export { describeMediaBackend } from './describe-media-backend.js';
export type { FarSide, Player, Publisher } from './far-side.js';
export { PROMISES } from './promises.js';
export type { BackendSubject, BackendUnderTest } from './subject.js';
export type { TestRunner } from './test-runner.js';
