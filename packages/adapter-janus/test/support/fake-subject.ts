import { randomBytes } from 'node:crypto';
import type { BackendSubject, BackendUnderTest, Publisher } from '@whipway/backend-conformance';
import type { BackendCapabilities, BackendSession, IceFragment } from '@whipway/core';
import { JanusBackend } from '../../src/index.js';
import { backendSettings } from '../../src/settings.js';
import type { FakeHandle } from '../fake-janus/fake-handle.js';
import { FakeJanus } from '../fake-janus/fake-janus.js';
import { PluginError } from '../fake-janus/fake-message.js';
import { offerText } from './offer-text.js';

export interface FakeRig extends BackendUnderTest {
  readonly janus: FakeJanus;
}

const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: 'yes',
  liveness: 'yes',
  simulcast: 'yes',
  playback: { no: 'viewers join the room on Janus itself, by its own API' },
  stats: { no: 'Janus tells its numbers by the admin API only: set backend.admin' },
};

/** The backend on a fake Janus, whose levers play the clients. */
export const FAKE_JANUS: BackendSubject<FakeRig> = {
  name: 'janus (fake)',
  capabilities: CAPABILITIES,
  async create({ clock, logger }) {
    const janus = await FakeJanus.start();
    const settings = backendSettings.parse({ url: janus.url, reconnectDelay: 50 });
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const backend = new JanusBackend(settings, { clock, logger, media });
    return {
      backend,
      janus,
      heldSessions: () => janus.api.handles.length,
      async dispose() {
        await backend.close();
        await janus.goDown();
      },
    };
  },
  farSide: {
    publisher: async ({ janus }) => new FakePublisher(janus),
    farewell: { no: 'Janus tears a detached transport down without a DTLS alert' },
  },
  faults: {
    outage: { begin: ({ janus }) => janus.goDown(), end: ({ janus }) => janus.comeUp() },
    stall: {
      begin: ({ janus }) => janus.faults.stall(),
      end: ({ janus }) => janus.faults.endStall(),
    },
    restartRefusal: {
      begin: ({ janus }) => {
        const refusal = new PluginError(421, 'not now');
        janus.faults.refuse('configure', refusal, Number.POSITIVE_INFINITY);
      },
      end: ({ janus }) => janus.faults.allow('configure'),
    },
  },
};

/** A client that the fake's levers stand for: it finds its handle by the answer. */
class FakePublisher implements Publisher {
  readonly offer = offerText();
  readonly #janus: FakeJanus;
  #handle: FakeHandle | undefined;
  #silence: NodeJS.Timeout | undefined;
  #sending = false;

  constructor(janus: FakeJanus) {
    this.#janus = janus;
  }

  async connect({ answer }: BackendSession): Promise<void> {
    this.#handle = this.#janus.publisherOf(answer);
    this.#handle.webrtcUp();
  }

  async sendMedia(): Promise<void> {
    clearTimeout(this.#silence);
    if (!this.#sending) this.#media(true);
    this.#sending = true;
  }

  /** Janus notices after its no_media_timer. */
  async stopMedia(): Promise<void> {
    if (!this.#sending) return;
    this.#sending = false;
    const { mediaTimeout } = this.#janus.options;
    this.#silence = setTimeout(() => this.#media(false), mediaTimeout);
  }

  async restart(): Promise<IceFragment> {
    const ufrag = randomBytes(4).toString('hex');
    const pwd = randomBytes(18).toString('base64');
    return { mid: '0', ufrag, pwd, candidates: [], endOfCandidates: true };
  }

  async restarted({ ufrag, pwd }: IceFragment): Promise<void> {
    const { local } = this.#handle ?? {};
    if (local?.ufrag !== ufrag || local.pwd !== pwd) throw new Error('unknown credentials');
  }

  async vanish(): Promise<void> {
    await this.stopMedia();
  }

  async close(): Promise<void> {
    clearTimeout(this.#silence);
    if (this.#handle?.up) this.#handle.hangUp('DTLS alert');
  }

  async farewellHeard(): Promise<void> {
    throw new Error('Janus says no farewell');
  }

  #media(receiving: boolean): void {
    for (const mid of ['0', '1']) this.#handle?.media(mid, receiving);
  }
}
