import { randomBytes } from 'node:crypto';
import type { BackendSubject, BackendUnderTest, Publisher } from '@whipway/backend-conformance';
import type { BackendCapabilities, BackendSession, IceFragment } from '@whipway/core';
import { offerText } from '@whipway/test-rig/offer-text';
import { WhipBackend } from '../../src/index.js';
import { backendSettings } from '../../src/settings.js';
import { FakeUpstream } from '../fake-upstream/fake-upstream.js';

export interface FakeRig extends BackendUnderTest {
  readonly upstream: FakeUpstream;
}

export const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: { no: 'WHIP has no word for media: only the upstream server sees it' },
  liveness: 'yes',
  simulcast: 'yes',
  playback: { no: 'viewers go to the upstream server' },
  stats: { no: 'WHIP tells no numbers' },
};

/** The backend on a fake WHIP server, whose levers play the clients. */
export const FAKE_UPSTREAM: BackendSubject<FakeRig> = {
  name: 'whip (fake)',
  capabilities: CAPABILITIES,
  async create({ clock, logger }) {
    const upstream = new FakeUpstream();
    await upstream.comeUp();
    const settings = backendSettings.parse({
      url: `${upstream.origin}/whip/{endpoint}`,
      probe: { interval: 50 },
    });
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const backend = new WhipBackend(settings, { clock, logger, media });
    return {
      backend,
      upstream,
      heldSessions: () => upstream.sessions.size,
      async dispose() {
        upstream.endStall();
        await backend.close();
        await upstream.goDown();
      },
    };
  },
  farSide: {
    publisher: async ({ upstream }) => new FakePublisher(upstream),
    farewell: { no: 'media runs past this process: the goodbye is the upstream server’s' },
  },
  faults: {
    outage: {
      begin: ({ upstream }) => upstream.goDown(),
      end: ({ upstream }) => upstream.comeUp(),
    },
    stall: {
      begin: ({ upstream }) => upstream.stall(),
      end: ({ upstream }) => upstream.endStall(),
    },
    restartRefusal: {
      begin: ({ upstream }) => {
        upstream.refusesRestarts = true;
      },
      end: ({ upstream }) => {
        upstream.refusesRestarts = false;
      },
    },
  },
  timing: { silence: 500 },
};

/** Milliseconds after which the fake gives up a client that vanished. */
const CONSENT = 200;

/** A client that the fake's levers stand for: it finds its session by the answer. */
class FakePublisher implements Publisher {
  readonly offer = offerText();
  readonly #upstream: FakeUpstream;
  #session = '';

  constructor(upstream: FakeUpstream) {
    this.#upstream = upstream;
  }

  async connect({ answer }: BackendSession): Promise<void> {
    this.#session = this.#upstream.sessionOf(answer).id;
  }

  async sendMedia(): Promise<void> {}
  async stopMedia(): Promise<void> {}

  async restart(): Promise<IceFragment> {
    const ufrag = randomBytes(4).toString('hex');
    const pwd = randomBytes(18).toString('base64');
    return { mid: '0', ufrag, pwd, candidates: [], endOfCandidates: true };
  }

  async restarted({ pwd }: IceFragment): Promise<void> {
    if (this.#upstream.sessions.get(this.#session)?.local.pwd !== pwd)
      throw new Error('unknown credentials');
  }

  async vanish(): Promise<void> {
    setTimeout(() => void this.close(), CONSENT);
  }

  async close(): Promise<void> {
    this.#upstream.sessions.delete(this.#session);
  }

  async farewellHeard(): Promise<void> {
    throw new Error('the fake says no farewell');
  }
}
