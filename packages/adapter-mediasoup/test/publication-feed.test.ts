import { describe, expect, it } from '@jest/globals';
import { type LogFields, SILENT_LOGGER } from '@whipway/core';
import { eventually } from '@whipway/test-rig/eventually';
import type { types } from 'mediasoup';
import type { MediasoupPublication } from '../src/publication.js';
import { PublicationFeed } from '../src/publication-feed.js';

function publication(sessionId: string, ended = new Promise<void>(() => {})): MediasoupPublication {
  const router = {} as types.Router;
  return { endpointId: 'live', sessionId, router, producers: [], ended };
}

describe('publications', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('broken'))],
  ])('a listener that %s is logged, and keeps nobody from hearing', async (_name, listener) => {
    const lines: LogFields[] = [];
    const error = (_message: string, fields: LogFields = {}) => void lines.push(fields);
    const feed = new PublicationFeed({ ...SILENT_LOGGER, error });
    const heard: string[] = [];
    feed.subscribe(listener);
    feed.subscribe(({ sessionId }) => void heard.push(sessionId));
    feed.announce(publication('one'));
    feed.subscribe(listener);
    await eventually(() => lines.length === 2, 'both failures are logged');
    expect(lines).toEqual([
      { sessionId: 'one', error: new Error('broken') },
      { sessionId: 'one', error: new Error('broken') },
    ]);
    expect(heard).toEqual(['one']);
  });

  it('that have ended are told to nobody new', async () => {
    const feed = new PublicationFeed(SILENT_LOGGER);
    feed.announce(publication('one', Promise.resolve()));
    feed.announce(publication('two'));
    await Promise.resolve();
    const heard: string[] = [];
    const stop = feed.subscribe(({ sessionId }) => void heard.push(sessionId));
    stop();
    feed.announce(publication('three'));
    expect(heard).toEqual(['two']);
  });
});
