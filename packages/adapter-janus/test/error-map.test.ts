import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ERROR_CODES, WhipError, type WhipErrorCode } from '@whipway/core';
import type { RefusalSource } from '../src/connection/janus-refusal.js';
import { ERROR_MAP, inOurWords } from '../src/error-map.js';
import type { JanusBackend } from '../src/index.js';
import { FakeJanus } from './fake-janus/fake-janus.js';
import { CoreError, PluginError } from './fake-janus/fake-message.js';
import { type EndpointBlock, eventually, makeBackend, publish } from './support/backend-host.js';
import { offerText } from './support/offer-text.js';

/** Janus' code, ours, its HTTP status, and whether a client is told to come back. */
type Row = readonly [number, WhipErrorCode, number, 'retry' | 'no retry'];

// biome-ignore format: one row a line, read it as a table
const EXPECTED: { readonly [Source in RefusalSource]: readonly Row[] } = {
  core: [
    [403, 'backend-refused',     502, 'no retry'],
    [405, 'backend-refused',     502, 'no retry'],
    [458, 'backend-unavailable', 503, 'retry'],
    [459, 'backend-failed',      502, 'no retry'],
    [460, 'backend-refused',     502, 'no retry'],
    [465, 'offer-malformed',     400, 'no retry'],
    [471, 'backend-failed',      502, 'retry'],
    [472, 'backend-unavailable', 503, 'retry'],
    [490, 'backend-unavailable', 503, 'retry'],
    [450, 'backend-failed',      502, 'no retry'], // in no row: the gateway's own fault
    [466, 'backend-failed',      502, 'no retry'],
  ],
  videoroom: [
    [426, 'backend-refused',     502, 'no retry'],
    [429, 'backend-refused',     502, 'no retry'],
    [432, 'endpoint-busy',       409, 'no retry'],
    [433, 'backend-refused',     502, 'no retry'],
    [436, 'endpoint-busy',       409, 'no retry'],
    [437, 'offer-malformed',     400, 'no retry'],
    [421, 'backend-failed',      502, 'no retry'],
    [499, 'backend-failed',      502, 'no retry'],
    [490, 'backend-failed',      502, 'no retry'], // another thing than the core's 490
  ],
  audiobridge: [
    [485, 'backend-refused',     502, 'no retry'],
    [489, 'backend-refused',     502, 'no retry'],
    [490, 'endpoint-busy',       409, 'no retry'],
    [493, 'offer-malformed',     400, 'no retry'],
    [499, 'backend-failed',      502, 'no retry'],
  ],
  recordplay: [
    [418, 'offer-malformed',     400, 'no retry'],
    [499, 'backend-failed',      502, 'no retry'],
  ],
};

/** How a publisher gets to each part, and the request that it refuses. */
const WAYS: { readonly [Source in RefusalSource]: readonly [string, EndpointBlock] } = {
  core: ['joinandconfigure', { room: 1234 }],
  videoroom: ['joinandconfigure', { room: 1234 }],
  audiobridge: ['join', { plugin: 'audiobridge', room: 1234 }],
  recordplay: ['record', { plugin: 'recordplay' }],
};

const SOURCES = Object.keys(EXPECTED) as RefusalSource[];

let janus: FakeJanus;
let backend: JanusBackend;

beforeEach(async () => {
  janus = await FakeJanus.start();
  janus.api.videoroom.rooms.create({ room: 1234 });
  janus.api.audiobridge.rooms.create({ room: 1234 });
  backend = makeBackend({ url: janus.url });
});
afterEach(async () => {
  await backend.close();
  await janus.goDown();
});

describe.each(SOURCES)('%s', (source) => {
  const [request, block] = WAYS[source];
  const kinds = source === 'audiobridge' ? (['audio'] as const) : (['audio', 'video'] as const);

  it.each(EXPECTED[source])('%i is %s (%i), %s', async (code, ours, status, comeBack) => {
    const refusal = source === 'core' ? CoreError : PluginError;
    janus.faults.refuse(request, new refusal(code, 'because'), 2);
    const opening = publish(backend, offerText({ kinds }), block);
    const error = await opening.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!WhipError.is(error)) throw new Error(`rejected with ${error}`);
    expect(error.code).toBe(ours);
    expect(ERROR_CODES[error.code].status).toBe(status);
    expect(error.message).toContain(`${source} ${code}`);
    expect(error.retryAfter !== undefined).toBe(comeBack === 'retry');
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });

  it('has no row that is not tested here', () => {
    const tested = EXPECTED[source].map(([code]) => code);
    expect(tested).toEqual(expect.arrayContaining(Object.keys(ERROR_MAP[source]).map(Number)));
  });
});

describe('what is no refusal of Janus', () => {
  it('goes through when it is one of ours', () => {
    const error = new WhipError('backend-timeout', 'too late');
    expect(inOurWords(error)).toBe(error);
  });

  it('is internal when it is a bug', () => {
    expect(inOurWords(new TypeError('oops')).code).toBe('internal');
  });
});
