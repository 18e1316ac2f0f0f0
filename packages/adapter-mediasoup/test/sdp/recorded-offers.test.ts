import { describe, expect, it } from '@jest/globals';
import { acceptAnswer, WhipError } from '@whipway/core';
import { recordings, vectors } from '@whipway/test-rig/fixtures';
import type { types } from 'mediasoup';
import { answerPublication } from '../../src/sdp/answer-publication.js';
import { printParameters } from '../../src/sdp/codec-parameters.js';
import { type MappedTrack, mapPublication } from '../../src/sdp/map-publication.js';
import { published, ROUTER, TRANSPORT } from '../support/router-side.js';

/** What goes to `transport.produce`, one fact a line. */
function describeTrack({ media: { kind }, rtpParameters }: MappedTrack): readonly string[] {
  const { mid, codecs, headerExtensions = [], encodings = [], rtcp } = rtpParameters;
  return [
    `${kind} mid ${mid}, cname ${rtcp?.cname}`,
    ...codecs.map(describeCodec),
    ...headerExtensions.map(({ id, uri }) => `  extension ${id} ${uri}`),
    ...encodings.map((encoding) => `  encoding ${JSON.stringify(encoding)}`),
  ];
}

function describeCodec(codec: types.RtpCodecParameters): string {
  const { payloadType, mimeType, clockRate, channels, parameters, rtcpFeedback = [] } = codec;
  const feedback = rtcpFeedback.map(({ type, parameter }) => `${type} ${parameter ?? ''}`.trim());
  const words = [payloadType, mimeType, clockRate, channels, printParameters(parameters)];
  return `  codec ${words.filter(Boolean).join(' ')} [${feedback.join(', ')}]`;
}

describe('every recorded client', () => {
  for (const { client, offer } of recordings()) {
    const checked = published(offer);

    it(`${client} maps as it did`, () => {
      const tracks = mapPublication(checked, ROUTER, 'auto');
      expect(tracks.flatMap(describeTrack).join('\n')).toMatchSnapshot();
    });

    it(`${client} gets an answer that needs no repair of what counts`, () => {
      const tracks = mapPublication(checked, ROUTER, 'auto');
      const answer = answerPublication(checked, TRANSPORT, tracks);
      const { missed, offersTcp } = acceptAnswer(answer, checked, { rtcpMuxOnly: true });
      expect({ missed, offersTcp }).toEqual({ missed: [], offersTcp: true });
      // The origin line's session id is a random number.
      expect(answer.replace(/^o=whipway \d+/m, 'o=whipway ID')).toMatchSnapshot();
    });
  }
});

describe('every sample offer the core takes', () => {
  const taken = vectors('offer').filter(({ lenient }) => lenient === 201);
  expect(taken.length).toBeGreaterThan(10);

  it.each(taken.map(({ id, body }) => [id, body.toString('utf8')]))(
    '%s maps, or is refused with the reason',
    (_id, text) => {
      const checked = published(text);
      try {
        const tracks = mapPublication(checked, ROUTER, 'auto');
        const answer = answerPublication(checked, TRANSPORT, tracks);
        acceptAnswer(answer, checked, { rtcpMuxOnly: true });
        expect(tracks.flatMap(describeTrack).join('\n')).toMatchSnapshot();
      } catch (error) {
        if (!WhipError.is(error)) throw error;
        expect(`${error.code}: ${error.message}`).toMatchSnapshot();
      }
    },
  );
});
