import { expect, it } from '@jest/globals';
import { noWorkerError, workerProgram } from '../../src/workers/worker-program.js';

const PACKAGED = '/app/node_modules/mediasoup/worker/out/Release/mediasoup-worker';

it.each([
  ['/set/worker', '/variable/worker', { program: '/set/worker', source: 'workerBin' }],
  [undefined, '/variable/worker', { program: '/variable/worker', source: 'MEDIASOUP_WORKER_BIN' }],
  [undefined, undefined, { program: PACKAGED, source: 'package' }],
  [undefined, '', { program: PACKAGED, source: 'package' }],
])('setting %s, variable %s', (setting, variable, expected) => {
  const environment = variable === undefined ? {} : { MEDIASOUP_WORKER_BIN: variable };
  expect(workerProgram(setting, PACKAGED, environment)).toEqual(expected);
});

it('says what was tried, why it failed, and the two ways to get a worker', () => {
  const cause = new Error('spawn /set/worker ENOENT');
  const error = noWorkerError({ program: '/set/worker', source: 'workerBin' }, cause);
  expect(error).toMatchObject({ code: 'backend-unavailable', cause });
  expect(error.message).toBe(
    'No mediasoup worker can be started. Tried /set/worker (named by the setting workerBin): spawn /set/worker ENOENT. Get one in one of two ways: let the install script of the mediasoup package run (it downloads the program; with pnpm: allowBuilds), or build it with worker-build/build.sh of @whipway/adapter-mediasoup and name it in MEDIASOUP_WORKER_BIN or backend.workerBin.',
  );
});
