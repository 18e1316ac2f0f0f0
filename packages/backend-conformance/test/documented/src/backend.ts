import {
  type BackendCapabilities,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type MediaBackend,
  type PublishContext,
  unlessAborted,
} from '@whipway/core';
import { request } from './request.js';
import { AcmeSession } from './session.js';
import type { AcmeEndpointSettings, AcmeSettings } from './settings.js';

export const ACME_CAPABILITIES: BackendCapabilities = {
  trickle: { no: 'Acme reads candidates from the offer only' },
  restart: { no: 'Acme keeps the ICE credentials of the answer' },
  mediaReports: { no: 'Acme has no events' },
  liveness: { no: 'Acme has no way to ask whether a session is alive' },
  simulcast: { no: 'Acme receives one layer' },
  playback: { no: 'Acme’s viewers use its own player' },
  stats: { no: 'Acme counts nothing' },
};

export class AcmeBackend implements MediaBackend {
  readonly name = 'acme';
  readonly capabilities = ACME_CAPABILITIES;
  readonly #url: string;
  readonly #sessions = new Set<BackendSession>();

  constructor({ url }: AcmeSettings) {
    this.#url = url;
  }

  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    const { room = context.endpoint.id } = context.endpoint.settings as AcmeEndpointSettings;
    return unlessAborted(() => this.#start(offer, room), call, {
      late: (session) => void session.close('not-opened'),
    });
  }

  async #start(offer: CheckedOffer, room: string): Promise<BackendSession> {
    const response = await request(
      'POST',
      `${this.#url}/rooms/${encodeURIComponent(room)}`,
      offer.text,
    );
    const location = new URL(response.headers.get('location') ?? '', response.url);
    const session: BackendSession = new AcmeSession(await response.text(), location, () => {
      this.#sessions.delete(session);
    });
    this.#sessions.add(session);
    return session;
  }

  async health(call: Call): Promise<void> {
    await unlessAborted(() => request('GET', `${this.#url}/health`), call);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close('shutdown')));
  }
}
