import { expect, it } from '@jest/globals';
import { playableExtensions, receivedExtensions } from '../../src/sdp/header-extensions.js';
import { readDetails } from '../../src/sdp/offer-details.js';
import { published, ROUTER, watched } from '../support/router-side.js';
import { offerWith, section } from '../support/sample-offer.js';

const EXTENSIONS = [
  'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'a=extmap:9/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'a=extmap:12 http://www.webrtc.org/experiments/rtp-hdrext/video-timing',
];
const OFFER = offerWith([
  section('video', '0', ['96', 'a=rtpmap:96 VP8/90000', 'a=ssrc:1 cname:x', ...EXTENSIONS]),
]);

it('receives what the router knows and the client sends, under the client’s ids', () => {
  const offer = published(OFFER);
  const [media] = offer.media;
  const [details] = readDetails(offer);
  if (!media || !details) throw new Error('no section');
  const received = receivedExtensions(media, details, ROUTER.capabilities);
  expect(received.map(({ id, uri }) => [id, uri.split('/').at(-1)])).toEqual([
    [3, 'urn:ietf:params:rtp-hdrext:sdes:mid'],
    [4, 'abs-send-time'],
    [9, 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'],
  ]);
});

it('plays only those whose id is mediasoup’s own', () => {
  const offer = watched(OFFER.replace('a=sendonly', 'a=recvonly'));
  const [media] = offer.media;
  if (!media) throw new Error('no section');
  const played = playableExtensions(media, ROUTER.capabilities);
  expect(played.map(({ preferredId, uri }) => [preferredId, uri])).toEqual([
    [4, 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'],
  ]);
});

it('reads the cname and the directions of a section', () => {
  const [details] = readDetails(published(OFFER));
  expect(details?.cname).toBe('x');
  expect([...(details?.extensionDirections ?? [])]).toEqual([
    [6, 'recvonly'],
    [9, 'sendonly'],
  ]);
});
