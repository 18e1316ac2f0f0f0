import { describe, expect, it } from '@jest/globals';
import { connectionState } from '../../src/peer/connection-state.js';

const FINE = { closed: false, silent: false, late: false };

describe('the state of a connection', () => {
  // biome-ignore format: one case a line, read it as a table
  it.each([
    ['new',          'new',          {},                'new'],
    ['checking',     'new',          {},                'connecting'],
    ['connected',    'connecting',   {},                'connecting'],
    ['connected',    'connected',    {},                'connected'],
    ['completed',    'connected',    {},                'connected'],
    ['connected',    'connected',    { silent: true },  'disconnected'],
    // An ICE restart, as werift takes it: DTLS stays.
    ['new',          'connected',    {},                'connecting'],
    ['checking',     'connected',    {},                'connecting'],
    ['failed',       'connected',    {},                'failed'],
    ['connected',    'failed',       {},                'failed'],
    ['checking',     'new',          { late: true },    'failed'],
    ['connected',    'connected',    { closed: true },  'closed'],
    ['failed',       'failed',       { closed: true },  'closed'],
  ])('ICE %s, DTLS %s, %j: %s', (ice, dtls, more, state) => {
    expect(connectionState({ ...FINE, ice, dtls, ...more })).toBe(state);
  });
});
