import type { BackendCapabilities } from '@whipway/core';
import type { JanusBackendSettings } from './settings.js';

const NO_PLAYBACK = 'viewers join the room on Janus itself, by its own API';
const NO_STATS = 'Janus tells its numbers by the admin API only: set backend.admin';

/** What Janus can do; codecs are up to each room, so its answer is checked instead. */
export function capabilitiesOf({ admin }: JanusBackendSettings): BackendCapabilities {
  return {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: 'yes',
    liveness: 'yes',
    simulcast: 'yes',
    playback: { no: NO_PLAYBACK },
    stats: admin ? 'yes' : { no: NO_STATS },
  };
}
