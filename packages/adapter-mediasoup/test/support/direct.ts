import {
  type BackendSession,
  type Call,
  checkOffer,
  type HangUpReason,
  type MediaReports,
  NEVER_ABORTED,
  type PublishContext,
  SILENT_LOGGER,
} from '@whipway/core';
import { platformPorts } from '@whipway/http';
import { type MediasoupBackend, mediasoup } from '../../src/index.js';

export const CALL: Call = { signal: NEVER_ABORTED };

/** A backend on 127.0.0.1 without a gateway in front. */
export function makeBackend(settings: Record<string, unknown> = {}): MediasoupBackend {
  return mediasoup.create(mediasoup.settings.backend.parse({ workers: 1, ...settings }), {
    ...platformPorts(SILENT_LOGGER),
    media: { addresses: ['127.0.0.1'], stun: [] },
  });
}

/** What the backend said of one session, in order. */
export class Reports implements MediaReports {
  readonly said: string[] = [];
  mediaUp(): void {
    this.said.push('mediaUp');
  }
  mediaDown(): void {
    this.said.push('mediaDown');
  }
  hungUp(reason: HangUpReason, detail = ''): void {
    this.said.push(`hungUp ${reason}: ${detail}`);
  }
}

export interface Opened {
  readonly id: string;
  readonly session: BackendSession;
  readonly reports: Reports;
}

let sessions = 0;

function context(endpointId: string, settings: unknown): PublishContext & { reports: Reports } {
  sessions += 1;
  const endpoint = { id: endpointId, settings };
  const reports = new Reports();
  return { sessionId: `direct-${sessions}`, endpoint, reports, logger: SILENT_LOGGER };
}

export async function publish(
  backend: MediasoupBackend,
  offer: string,
  endpoint = 'live',
  settings: unknown = {},
  call: Call = CALL,
): Promise<Opened> {
  const opening = context(endpoint, settings);
  const session = await backend.open(checkOffer(offer, { profile: 'publish' }), opening, call);
  return { id: opening.sessionId, session, reports: opening.reports };
}

export async function watch(
  backend: MediasoupBackend,
  offer: string,
  published: Opened,
  settings: unknown = {},
): Promise<Opened> {
  const opening = context('live', settings);
  const publication = { sessionId: published.id, session: published.session };
  const checked = checkOffer(offer, { profile: 'watch' });
  const session = await backend.playback.open(checked, publication, opening, CALL);
  if (!('answer' in session)) throw new Error('mediasoup makes no counter-offers');
  return { id: opening.sessionId, session, reports: opening.reports };
}
