import { expect, it } from '@jest/globals';
import { openTurnTransport } from '../../src/peer/turn-transport.js';

it('a name that nobody resolves is not waited for any longer than the signal allows', async () => {
  const stopping = new AbortController();
  const opening = openTurnTransport(
    'udp',
    ['turn.example', 3478],
    stopping.signal,
    (() => new Promise(() => undefined)) as never,
  );
  stopping.abort(new Error('over'));
  await expect(opening).rejects.toThrow('over');
});
