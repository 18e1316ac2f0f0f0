import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { askIceServers } from '../../src/http/ask-ice-servers.js';

const ENDPOINT = { url: 'https://s.example/whip' };

afterEach(() => {
  jest.restoreAllMocks();
});

/** A server that never answers. */
const silent: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const { signal } = init ?? {};
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

describe('asking for ICE servers', () => {
  it('has a deadline', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const asked = askIceServers(ENDPOINT, silent, new AbortController().signal);
    await expect(asked).resolves.toEqual({ reason: 'it did not answer OPTIONS in time' });
    expect(timeout).toHaveBeenCalledWith(10_000);
  });

  it('ends with the wish for the answer', async () => {
    const stopping = new AbortController();
    const asked = askIceServers(ENDPOINT, silent, stopping.signal);
    stopping.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
