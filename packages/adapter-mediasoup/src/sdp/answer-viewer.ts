import type { CheckedOffer } from '@whipway/core';
import type { types } from 'mediasoup';
import type { WatchedTrack } from './map-viewer.js';
import { type AnsweredSection, type AnsweringTransport, writeAnswer } from './write-answer.js';

/** A section of a player's offer with the consumer that serves it, if any. */
export interface ServedTrack extends WatchedTrack {
  readonly consumer: Pick<types.Consumer, 'rtpParameters'> | undefined;
}

/** The answer to a player, once mediasoup has its consumers. */
export function answerViewer(
  offer: CheckedOffer,
  transport: AnsweringTransport,
  stream: string,
  tracks: readonly ServedTrack[],
): string {
  return writeAnswer(
    offer,
    transport,
    tracks.map((track) => sentSection(track, stream)),
  );
}

function sentSection({ media, codec, consumer }: ServedTrack, stream: string): AnsweredSection {
  const base = { media, direction: 'sendonly' } as const;
  // Nothing of this kind is published: the section stays, and nothing comes on it.
  if (!consumer) return { ...base, codecs: [{ ...codec, rtcpFeedback: [] }], extensions: [] };
  const { codecs, headerExtensions = [], encodings = [], rtcp } = consumer.rtpParameters;
  const rtcpFeedback = codecs[0]?.rtcpFeedback ?? [];
  const ssrc = encodings[0]?.ssrc;
  return {
    ...base,
    codecs: [{ ...codec, rtcpFeedback }],
    extensions: headerExtensions.map(({ id, uri }) => ({ id, uri })),
    ...(ssrc !== undefined && { source: { ssrc, cname: rtcp?.cname ?? stream, stream } }),
  };
}
