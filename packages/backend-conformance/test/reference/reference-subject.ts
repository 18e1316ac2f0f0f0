import type { BackendSubject, BackendUnderTest } from '@whipway/backend-conformance';
import type { MediaBackend } from '@whipway/core';
import { VirtualClock } from '../virtual-clock.js';
import { MediaServer } from './media-server.js';
import { REFERENCE_CAPABILITIES, ReferenceBackend } from './reference-backend.js';
import { REFERENCE_FAR_SIDE } from './reference-far-side.js';

export interface ReferenceRig extends BackendUnderTest {
  readonly server: MediaServer;
}

export type ReferenceSubject = BackendSubject<ReferenceRig> & { readonly clock: VirtualClock };

/** The reference backend as the kit sees it, on virtual time; `change` may spoil the backend. */
export function referenceSubject(
  change: (backend: MediaBackend, server: MediaServer) => MediaBackend = (backend) => backend,
): ReferenceSubject {
  const clock = new VirtualClock();
  return {
    name: 'reference',
    clock,
    capabilities: REFERENCE_CAPABILITIES,
    async create() {
      const server = new MediaServer(clock);
      const backend = change(new ReferenceBackend(server), server);
      return {
        backend,
        server,
        heldSessions: () => server.sessions.size,
        dispose: async () => server.goAway(),
      };
    },
    farSide: REFERENCE_FAR_SIDE,
    faults: {
      outage: { begin: ({ server }) => server.goAway(), end: ({ server }) => server.comeBack() },
      stall: { begin: ({ server }) => server.stall(), end: ({ server }) => server.endStall() },
      restartRefusal: {
        begin: ({ server }) => {
          server.refusesRestarts = true;
        },
        end: ({ server }) => {
          server.refusesRestarts = false;
        },
      },
    },
  };
}
