import { describe, it } from '@jest/globals';
import {
  type BackendSubject,
  type BackendUnderTest,
  describeMediaBackend,
} from '@whipway/backend-conformance';
import { WeriftPublisher } from '@whipway/test-rig/werift-publisher';
import { WhipBackend } from '../src/index.js';
import { backendSettings } from '../src/settings.js';
import { CAPABILITIES } from './support/fake-subject.js';
import { UPSTREAM_TOKEN, WhipwayUpstream } from './support/whipway-upstream.js';

interface WhipwayRig extends BackendUnderTest {
  readonly upstream: WhipwayUpstream;
}

const ENDPOINTS = Array.from({ length: 40 }, (_, index) => `kit-${index}`);

/** Against a second Whipway that takes nothing but RFC 9725 to the letter, with real media. */
const WHIPWAY: BackendSubject<WhipwayRig> = {
  name: 'whip (a strict Whipway as upstream)',
  capabilities: CAPABILITIES,
  async create({ clock, logger }) {
    const upstream = new WhipwayUpstream(ENDPOINTS);
    await upstream.comeUp();
    const settings = backendSettings.parse({
      url: upstream.url,
      token: UPSTREAM_TOKEN,
      probe: { interval: 100 },
    });
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const backend = new WhipBackend(settings, { clock, logger, media });
    return {
      backend,
      upstream,
      heldSessions: () => upstream.sessions,
      async dispose() {
        await backend.close();
        await upstream.goDown();
      },
    };
  },
  farSide: {
    publisher: () => WeriftPublisher.make('127.0.0.1', ['audio']),
    farewell: 'yes',
  },
  faults: {
    outage: {
      begin: ({ upstream }) => upstream.goDown(),
      end: ({ upstream }) => upstream.comeUp(),
    },
    stall: { no: 'the upstream’s backend runs in this process and keeps nobody waiting' },
    restartRefusal: { no: 'the upstream’s backend refuses a restart only without free ports' },
  },
};

describeMediaBackend({ describe, it }, WHIPWAY);
