import type { PeerConnection } from '../platform.js';
import { sleep } from '../waiting.js';

/** Resolves when all local candidates are known, or after `timeout` milliseconds. */
export async function gatheringComplete(
  peer: PeerConnection,
  timeout: number,
  signal: AbortSignal,
): Promise<void> {
  if (peer.iceGatheringState === 'complete') return;
  const complete = new AbortController();
  peer.addEventListener('icegatheringstatechange', () => {
    if (peer.iceGatheringState === 'complete') complete.abort();
  });
  await sleep(timeout, AbortSignal.any([complete.signal, signal]));
}
