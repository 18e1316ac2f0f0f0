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
