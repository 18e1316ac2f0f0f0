import { randomUUID } from 'node:crypto';
import type { MediaKind } from '../peer/codecs.js';

/** A stream of tracks that are only names: what is in them is made elsewhere. */
export function outgoingStream(kinds: readonly MediaKind[]): MediaStream {
  const tracks = kinds.map((kind) => ({ kind }));
  return {
    id: randomUUID(),
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
  } as unknown as MediaStream;
}

/** A stream for what is received: that there is one is all that the client needs. */
export function incomingStream(): MediaStream {
  return { id: randomUUID(), addTrack: () => {} } as unknown as MediaStream;
}
