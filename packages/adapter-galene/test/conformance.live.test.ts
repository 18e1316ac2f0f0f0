import { afterAll, beforeAll, describe, it } from '@jest/globals';
import {
  type BackendSubject,
  type BackendUnderTest,
  describeMediaBackend,
} from '@whipway/backend-conformance';
import { describeLive, GALENE_ADMIN, type RunningGalene, startGalene } from '@whipway/test-rig';
import { WeriftPublisher } from '@whipway/test-rig/werift-publisher';
import { GaleneBackend } from '../src/index.js';
import { backendSettings } from '../src/settings.js';
import { CAPABILITIES, NO_FAREWELL } from './support/capabilities.js';

describeLive(
  { describe, it },
  ['galene', 'netns'],
  'conformance',
  ({ galene: executable, netns }) => {
    let galene: RunningGalene;

    beforeAll(async () => {
      galene = await startGalene({ executable });
    });
    afterAll(() => galene?.dispose());

    const LIVE: BackendSubject<BackendUnderTest> = {
      name: 'galene (live)',
      capabilities: CAPABILITIES,
      async create({ clock, logger }) {
        const settings = backendSettings.parse({
          url: galene.url,
          admin: GALENE_ADMIN,
          probeInterval: 200,
        });
        const media = { addresses: [netns], stun: [] };
        const backend = new GaleneBackend(settings, { clock, logger, media });
        return {
          backend,
          heldSessions: () => galene.clients(),
          dispose: () => backend.close(),
        };
      },
      farSide: {
        publisher: () => WeriftPublisher.make(netns, ['audio']),
        farewell: { no: NO_FAREWELL },
      },
      faults: {
        outage: { begin: () => galene.kill(), end: () => galene.start() },
        stall: { begin: () => galene.pause(), end: () => galene.resume() },
        restartRefusal: { no: 'Galene has no switch for it; the fake plays it' },
      },
      // Galene lets a client that vanished go after 30 s.
      timing: { patience: 40_000 },
    };
    describeMediaBackend({ describe, it }, LIVE);
  },
);
