import type { BackendCapabilities } from '@whipway/core';

export const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: { no: 'Galene does not tell over HTTP when media flows' },
  liveness: 'yes',
  simulcast: 'yes',
  playback: { no: 'viewers join the group on Galene itself' },
  stats: { no: 'Galene’s statistics know WHIP clients by a bare id, without numbers' },
};

export const NO_FAREWELL = 'Galene takes a session down without a DTLS alert';
