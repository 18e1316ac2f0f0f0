import { expect, it } from '@jest/globals';
import { acceptAnswer, WhipError } from '@whipway/core';
import type { types } from 'mediasoup';
import * as ortc from 'mediasoup/ortc';
import { answerViewer } from '../../src/sdp/answer-viewer.js';
import { mapPublication } from '../../src/sdp/map-publication.js';
import { mapViewer, type PlayableTrack } from '../../src/sdp/map-viewer.js';
import { published, ROUTER, TRANSPORT, watched } from '../support/router-side.js';
import { h264, OPUS, offerWith, section } from '../support/sample-offer.js';

/** What a publication plays, judged by mediasoup's own ortc as its router would. */
function playable(text: string): readonly PlayableTrack[] {
  return mapPublication(published(text), ROUTER, 'auto').map(
    ({ media: { kind }, rtpParameters }) => {
      const [codec] = rtpParameters.codecs;
      if (!codec) throw new Error('no codec');
      const mapping = ortc.getProducerRtpParametersMapping(rtpParameters, ROUTER.capabilities);
      const { capabilities } = ROUTER;
      const consumable = ortc.getConsumableRtpParameters(
        kind,
        rtpParameters,
        capabilities,
        mapping,
      );
      return {
        kind,
        codec,
        payloadType: mapping.codecs[0]?.mappedPayloadType ?? 0,
        canConsume: (wanted: types.RtpCapabilities) =>
          ortc.canConsume(consumable, structuredClone(wanted)),
      };
    },
  );
}

const player = (sections: readonly string[][]) =>
  watched(offerWith(sections).replaceAll('a=sendonly', 'a=recvonly'));

const PLAYER = player([
  section('audio', '0', ['9 109', 'a=rtpmap:9 G722/8000', 'a=rtpmap:109 opus/48000/2']),
  section('video', '1', [
    '120 97 126',
    'a=rtpmap:120 VP8/90000',
    'a=rtpmap:97 H264/90000',
    'a=fmtp:97 profile-level-id=42e01f;packetization-mode=0',
    'a=rtpmap:126 H264/90000',
    'a=fmtp:126 profile-level-id=42e01f;packetization-mode=1',
  ]),
]);

it('finds the player’s own payload type of what is published', () => {
  const tracks = playable(
    offerWith([section('audio', '0', OPUS), section('video', '1', h264('42e01f', 1))]),
  );
  expect(mapViewer(PLAYER, tracks).map(({ codec }) => codec.payloadType)).toEqual([109, 126]);
});

it('H264 of another profile is played in the same packetization mode (R-07)', () => {
  const tracks = playable(offerWith([section('video', '0', h264('640032', 1))]));
  const [, video] = mapViewer(PLAYER, tracks);
  expect(video?.codec.payloadType).toBe(126);
});

it('a section of a kind that is not published gets the player’s first codec, and no track', () => {
  const tracks = playable(offerWith([section('video', '0', h264('42e01f', 1))]));
  const [audio] = mapViewer(PLAYER, tracks);
  expect([audio?.codec.payloadType, audio?.track]).toEqual([9, undefined]);
});

it('refuses a player that cannot decode what is published, and names both', () => {
  const vp9 = ['98', 'a=rtpmap:98 VP9/90000', 'a=ssrc:1 cname:x'];
  const tracks = playable(offerWith([section('video', '0', vp9)]));
  expect(() => mapViewer(PLAYER, tracks)).toThrow(
    'The publisher sends vp9; the player’s video section offers vp8, h264.',
  );
  expect(() => mapViewer(PLAYER, tracks)).toThrow(WhipError);
});

it('answers sendonly, with the SSRC that will be sent, and takes the core’s checks', () => {
  const tracks = playable(offerWith([section('video', '0', h264('42e01f', 1))]));
  const served = mapViewer(PLAYER, tracks).map((track) => ({
    ...track,
    consumer: track.track && {
      rtpParameters: {
        codecs: [{ ...track.codec, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] }],
        headerExtensions: [],
        encodings: [{ ssrc: 4_000_000_000 }],
        rtcp: { cname: 'publisher' },
      },
    },
  }));
  const answer = answerViewer(PLAYER, TRANSPORT, 'live', served);
  const { text } = acceptAnswer(answer, PLAYER, { rtcpMuxOnly: true });
  expect(text.replace(/^o=whipway \d+/m, 'o=whipway ID')).toMatchSnapshot();
});
