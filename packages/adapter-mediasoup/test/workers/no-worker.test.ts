import { expect, it, jest } from '@jest/globals';
import { checkOffer, type LogFields, NEVER_ABORTED, SILENT_LOGGER } from '@whipway/core';
import { platformPorts } from '@whipway/http';
import { recordings } from '@whipway/test-rig/fixtures';
import { type MediasoupBackend, mediasoup } from '../../src/index.js';
import { Reports } from '../support/direct.js';

const CALL = { signal: NEVER_ABORTED };

function backendWith(workerBin: string, lines: string[] = []): MediasoupBackend {
  const warn = (message: string, { error }: LogFields = {}) => lines.push(`${message}: ${error}`);
  return mediasoup.create(mediasoup.settings.backend.parse({ workers: 1, workerBin }), {
    ...platformPorts({ ...SILENT_LOGGER, warn }),
    media: { addresses: ['127.0.0.1'], stun: [] },
  });
}

it('health says what was tried and how to get a worker', async () => {
  const backend = backendWith('/nowhere/mediasoup-worker');
  await expect(backend.health(CALL)).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: expect.stringMatching(
      /^No mediasoup worker can be started\. Tried \/nowhere\/mediasoup-worker .*ENOENT.* two ways: .*install script.* or build it with worker-build\/build\.sh/,
    ),
  });
  await backend.close();
});

it('a program that is no worker is told, too', async () => {
  const backend = backendWith('/bin/false');
  await expect(backend.health(CALL)).rejects.toThrow(/Tried \/bin\/false/);
  await backend.close();
});

it('a publisher is not told of paths; the log is', async () => {
  const lines: string[] = [];
  const backend = backendWith('/nowhere/mediasoup-worker', lines);
  const [recording] = recordings();
  const offer = checkOffer(recording?.offer ?? '', { profile: 'publish' });
  const context = {
    sessionId: 's',
    endpoint: { id: 'live', settings: {} },
    reports: new Reports(),
    logger: SILENT_LOGGER,
  };
  await expect(backend.open(offer, context, CALL)).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: 'No media worker can be started; the server’s log says why.',
    retryAfter: 10,
  });
  expect(lines.join()).toContain('Tried /nowhere/mediasoup-worker');
  await backend.close();
});

it('without the mediasoup package, the adapter loads, and says what to add', async () => {
  jest.unstable_mockModule('mediasoup', () => {
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  });
  jest.resetModules();
  const { mediasoup: adapter } = await import('../../src/index.js');
  const backend = adapter.create(adapter.settings.backend.parse({}), {
    ...platformPorts(SILENT_LOGGER),
    media: { addresses: ['127.0.0.1'], stun: [] },
  });
  await expect(backend.health(CALL)).rejects.toThrow(
    /mediasoup package is not installed; add mediasoup/,
  );
});
