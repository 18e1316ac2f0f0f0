import { expect, it } from '@jest/globals';
import { recordings } from '@whipway/test-rig/fixtures';
import { CODEC_NAMES, codecName, ROUTER_CODECS, spelling } from '../../src/sdp/router-codecs.js';
import { published, ROUTER } from '../support/router-side.js';

it('is a table mediasoup takes, under the payload types it names', () => {
  const made = (ROUTER.capabilities.codecs ?? []).filter(
    ({ mimeType }) => codecName(mimeType) !== 'rtx',
  );
  expect(made.map(({ preferredPayloadType }) => preferredPayloadType)).toEqual(
    ROUTER_CODECS.map(({ preferredPayloadType }) => preferredPayloadType),
  );
});

it('has Chromium’s payload types, so that its viewers need no router of their own', () => {
  const chromium = recordings().find(({ client }) => client === 'chromium-raw');
  const offered = published(chromium?.offer ?? '').media.flatMap(({ codecs }) => codecs);
  const differing = ROUTER_CODECS.filter(({ mimeType, parameters = {}, preferredPayloadType }) => {
    const same = offered.find(
      ({ name, parameters: text }) =>
        name === codecName(mimeType) &&
        Object.entries(parameters).every(([key, value]) => text.includes(`${key}=${value}`)),
    );
    return same && same.payloadType !== preferredPayloadType;
  });
  // Those two are rare; payload types of 100 and above have to come first in the table.
  expect(differing.map(({ mimeType, parameters }) => [mimeType, parameters])).toEqual([
    ['video/VP9', { 'profile-id': 2 }],
    ['video/H264', expect.objectContaining({ 'packetization-mode': 0 })],
    ['video/H264', expect.objectContaining({ 'packetization-mode': 0 })],
  ]);
});

it('names each codec once, in lower case', () => {
  expect(CODEC_NAMES).toEqual({
    audio: ['opus', 'pcmu', 'pcma', 'g722'],
    video: ['h264', 'vp8', 'vp9', 'av1'],
  });
});

it.each([
  ['vp8', 'VP8'],
  ['opus', 'opus'],
  ['h264', 'H264'],
  ['rtx', 'rtx'],
])('spells %s as %s', (name, spelled) => {
  expect(spelling(name)).toBe(spelled);
});
