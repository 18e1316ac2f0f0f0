import type { BackendSubject, BackendUnderTest } from '@whipway/backend-conformance';
import type { BackendCapabilities } from '@whipway/core';
import type { RunningJanus } from '@whipway/test-rig';
import { WeriftPublisher } from '@whipway/test-rig/werift-publisher';
import { JanusBackend } from '../../src/index.js';
import { backendSettings } from '../../src/settings.js';
import { heldHandles } from './held-handles.js';

export interface LiveRig extends BackendUnderTest {
  readonly janus: RunningJanus;
}

const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: 'yes',
  liveness: 'yes',
  simulcast: 'yes',
  playback: { no: 'viewers join the room on Janus itself, by its own API' },
  stats: 'yes',
};

/** The backend on one real Janus that all tests share, with werift peers as its clients. */
export function liveSubject(
  name: string,
  address: string,
  running: () => RunningJanus,
): BackendSubject<LiveRig> {
  return {
    name,
    capabilities: CAPABILITIES,
    async create({ clock, logger }) {
      const janus = running();
      const settings = backendSettings.parse({
        url: janus.url,
        admin: { url: janus.adminUrl, secret: janus.adminSecret },
        reconnectDelay: 100,
      });
      const media = { addresses: [address], stun: [] };
      const backend = new JanusBackend(settings, { clock, logger, media });
      return {
        backend,
        janus,
        heldSessions: () => heldHandles(janus),
        dispose: () => backend.close(),
      };
    },
    farSide: {
      publisher: () => WeriftPublisher.make(address),
      farewell: { no: 'Janus tears a detached transport down without a DTLS alert' },
    },
    faults: {
      outage: {
        begin: ({ janus }) => janus.kill(),
        end: ({ janus }) => janus.start(),
      },
      stall: {
        begin: ({ janus }) => janus.pause(),
        end: ({ janus }) => janus.resume(),
      },
      restartRefusal: { no: 'Janus refuses no restart of a handle that is there' },
    },
  };
}
