import { expect, it } from '@jest/globals';
import { printParameters, readFeedback, readParameters } from '../../src/sdp/codec-parameters.js';

it.each([
  ['minptime=10;useinbandfec=1', { minptime: 10, useinbandfec: 1 }],
  [
    'profile-level-id=640032; packetization-mode=1',
    { 'profile-level-id': '640032', 'packetization-mode': 1 },
  ],
  ['sprop-parameter-sets=Z0LA==,aM48gA==', { 'sprop-parameter-sets': 'Z0LA==,aM48gA==' }],
  ['apt=96', { apt: 96 }],
  ['111/111', { '111/111': '' }],
  ['', {}],
])('reads %j', (text, parameters) => {
  expect(readParameters(text)).toEqual(parameters);
});

it.each(['minptime=10;useinbandfec=1', 'apt=96', '111/111', ''])('prints %j as it was', (text) => {
  expect(printParameters(readParameters(text))).toBe(text);
});

it('reads feedback once each', () => {
  expect(readFeedback(['nack', 'nack pli', 'nack', 'ccm fir'])).toEqual([
    { type: 'nack', parameter: '' },
    { type: 'nack', parameter: 'pli' },
    { type: 'ccm', parameter: 'fir' },
  ]);
});
