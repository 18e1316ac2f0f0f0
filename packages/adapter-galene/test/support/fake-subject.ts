import { randomBytes } from 'node:crypto';
import type { BackendSubject, BackendUnderTest, Publisher } from '@whipway/backend-conformance';
import type { BackendSession, IceFragment } from '@whipway/core';
import { offerText } from '@whipway/test-rig/offer-text';
import { GaleneBackend } from '../../src/index.js';
import { backendSettings } from '../../src/settings.js';
import { FakeGalene } from '../fake-galene/fake-galene.js';
import { ADMIN } from '../fake-galene/galene-admin.js';
import { CAPABILITIES, NO_FAREWELL } from './capabilities.js';

export interface FakeRig extends BackendUnderTest {
  readonly galene: FakeGalene;
}

/** The backend on a fake Galene, whose levers play the clients. */
export const FAKE_GALENE: BackendSubject<FakeRig> = {
  name: 'galene (fake)',
  capabilities: CAPABILITIES,
  async create({ clock, logger }) {
    const galene = new FakeGalene();
    await galene.comeUp();
    const settings = backendSettings.parse({ url: galene.url, admin: ADMIN, probeInterval: 50 });
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const backend = new GaleneBackend(settings, { clock, logger, media });
    return {
      backend,
      galene,
      heldSessions: () => galene.state.sessions.size,
      async dispose() {
        galene.endStall();
        await backend.close();
        await galene.goDown();
      },
    };
  },
  farSide: {
    publisher: async ({ galene }) => new FakePublisher(galene),
    farewell: { no: NO_FAREWELL },
  },
  faults: {
    outage: { begin: ({ galene }) => galene.goDown(), end: ({ galene }) => galene.comeUp() },
    stall: { begin: ({ galene }) => galene.stall(), end: ({ galene }) => galene.endStall() },
    restartRefusal: {
      begin: ({ galene }) => {
        galene.state.refusesRestarts = true;
      },
      end: ({ galene }) => {
        galene.state.refusesRestarts = false;
      },
    },
  },
  timing: { silence: 500 },
};

/** Milliseconds after which the fake gives up a client that vanished; Galene takes 30 s. */
const CONSENT = 200;

/** A client that the fake's levers stand for: it finds its session by the answer. */
class FakePublisher implements Publisher {
  readonly offer = offerText();
  readonly #galene: FakeGalene;
  #session = '';

  constructor(galene: FakeGalene) {
    this.#galene = galene;
  }

  async connect({ answer }: BackendSession): Promise<void> {
    this.#session = this.#galene.sessionOf(answer).id;
    this.#galene.state.connected(this.#session);
  }

  async sendMedia(): Promise<void> {}
  async stopMedia(): Promise<void> {}

  async restart(): Promise<IceFragment> {
    const ufrag = randomBytes(4).toString('hex');
    const pwd = randomBytes(18).toString('base64');
    return { mid: '0', ufrag, pwd, candidates: [], endOfCandidates: true };
  }

  async restarted({ pwd }: IceFragment): Promise<void> {
    if (this.#galene.state.sessions.get(this.#session)?.local.pwd !== pwd)
      throw new Error('unknown credentials');
  }

  async vanish(): Promise<void> {
    setTimeout(() => void this.close(), CONSENT);
  }

  async close(): Promise<void> {
    this.#galene.state.end(this.#session);
  }

  async farewellHeard(): Promise<void> {
    throw new Error('Galene says no farewell');
  }
}
