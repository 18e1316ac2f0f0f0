import {
  type BackendCapabilities,
  type BackendEndpoint,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type CloseReason,
  type CounterOffer,
  type IceFragment,
  type MediaBackend,
  type OfferedIceServers,
  type Playback,
  type PublishContext,
  WhipError,
} from '../../src/index.js';
import { answerText } from './answer-text.js';

export const ALL: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: 'yes',
  liveness: 'yes',
  simulcast: 'yes',
  playback: 'yes',
  stats: 'yes',
  codecs: { audio: ['opus'], video: ['vp8', 'h264'] },
};

/** What happens at a call, set by a test: undefined means the ordinary thing. */
export interface Script {
  open?: (offer: CheckedOffer, call: Call) => Promise<void>;
  answer?: (text: string) => string;
  addCandidates?: (fragment: IceFragment, call: Call) => Promise<void>;
  restart?: (fragment: IceFragment, call: Call) => Promise<void>;
  close?: () => Promise<void>;
  openEndpoint?: () => Promise<void>;
  counterOffer?: (session: FakeSession) => CounterOffer;
  iceServers?: OfferedIceServers;
  wantsBearer?: (endpoint: BackendEndpoint) => boolean;
}

export class FakeSession implements BackendSession {
  readonly answer: string;
  readonly context: PublishContext;
  readonly fragments: IceFragment[] = [];
  readonly closed: CloseReason[] = [];
  transport = 'udp';
  readonly iceServers?: OfferedIceServers;
  #generation = 0;
  readonly #script: Script;

  constructor(offer: CheckedOffer, context: PublishContext, script: Script) {
    this.context = context;
    this.#script = script;
    if (script.iceServers) this.iceServers = script.iceServers;
    const text = answerText(offer);
    this.answer = script.answer?.(text) ?? text;
  }

  async addCandidates(fragment: IceFragment, call: Call): Promise<void> {
    await this.#script.addCandidates?.(fragment, call);
    this.fragments.push(fragment);
  }

  async restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    await this.#script.restart?.(fragment, call);
    this.#generation += 1;
    const host = { foundation: '1', component: 1, transport: 'udp', type: 'host' };
    const candidates = ['127.0.0.1', '127.0.0.2'].map((address, index) => ({
      ...host,
      priority: 100 + index,
      address,
      port: 40_001,
      text: `1 1 udp ${100 + index} ${address} 40001 typ host`,
    }));
    return {
      mid: fragment.mid,
      ufrag: `srv${this.#generation}`,
      pwd: `${this.#generation}`.repeat(24),
      candidates,
      endOfCandidates: true,
    };
  }

  async stats() {
    return { transport: this.transport, tracks: [] };
  }

  async close(reason: CloseReason): Promise<void> {
    this.closed.push(reason);
    await this.#script.close?.();
  }
}

/** A media server without media: does what a test's script says, and remembers everything. */
export class FakeBackend implements MediaBackend {
  readonly name = 'fake';
  readonly capabilities: BackendCapabilities;
  readonly sessions: FakeSession[] = [];
  readonly viewers: FakeSession[] = [];
  readonly offers: CheckedOffer[] = [];
  readonly endpoints: string[] = [];
  closed = 0;
  healthy = true;
  readonly playback: Playback;
  readonly script: Script;
  readonly wantsBearer?: (endpoint: BackendEndpoint) => boolean;

  constructor(script: Script = {}, capabilities: Partial<BackendCapabilities> = {}) {
    this.script = script;
    if (script.wantsBearer) this.wantsBearer = script.wantsBearer;
    this.capabilities = { ...ALL, ...capabilities };
    this.playback = {
      open: async (offer, _publication, context, call) => {
        await script.open?.(offer, call);
        const session = new FakeSession(offer, context, script);
        this.viewers.push(session);
        return script.counterOffer?.(session) ?? session;
      },
    };
  }

  async open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    this.offers.push(offer);
    await this.script.open?.(offer, call);
    const session = new FakeSession(offer, context, this.script);
    this.sessions.push(session);
    return session;
  }

  async openEndpoint({ id }: { id: string }): Promise<void> {
    await this.script.openEndpoint?.();
    this.endpoints.push(id);
  }

  async closeEndpoint({ id }: { id: string }): Promise<void> {
    this.endpoints.splice(this.endpoints.indexOf(id), 1);
  }

  async health(): Promise<void> {
    if (!this.healthy) throw new WhipError('backend-unavailable', 'The fake is down.');
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  get last(): FakeSession {
    const session = this.sessions.at(-1);
    if (!session) throw new Error('no session was opened');
    return session;
  }
}
