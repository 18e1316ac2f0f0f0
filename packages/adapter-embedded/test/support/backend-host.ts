import {
  type BackendEnvironment,
  type BackendSession,
  type Call,
  type Clock,
  checkOffer,
  type HangUpReason,
  type MediaReports,
  type MediaSettings,
  NEVER_ABORTED,
  type PublishContext,
  SILENT_LOGGER,
} from '@whipway/core';
import { type BackendSettings, EmbeddedBackend } from '../../src/index.js';
import { backendSettings } from '../../src/settings.js';

export const CALL: Call = { signal: NEVER_ABORTED };

/** The machine's time. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

/** Addresses that tests publish to: the private network's first, where there is one. */
export function testAddresses(): readonly string[] {
  const { WHIPWAY_TEST_ADDRESS: address } = process.env;
  return address ? [address, '127.0.0.1'] : ['127.0.0.1'];
}

export function makeBackend(
  media: Partial<MediaSettings> = {},
  settings: Partial<BackendSettings> = {},
  environment: Partial<Pick<BackendEnvironment, 'clock' | 'logger'>> = {},
): EmbeddedBackend {
  return new EmbeddedBackend(backendSettings.parse(settings), {
    clock: CLOCK,
    logger: SILENT_LOGGER,
    media: { addresses: testAddresses(), stun: [], ...media },
    ...environment,
  });
}

/** What a backend said about one session, and when. */
export class Reports implements MediaReports {
  readonly said: string[] = [];
  mediaUp(): void {
    this.said.push('mediaUp');
  }
  mediaDown(): void {
    this.said.push('mediaDown');
  }
  hungUp(reason: HangUpReason, detail?: string): void {
    this.said.push(detail ? `hungUp ${reason}: ${detail}` : `hungUp ${reason}`);
  }
}

let sessions = 0;

export function contextWith(reports: MediaReports, settings: unknown = {}): PublishContext {
  sessions += 1;
  const sessionId = `test-${sessions}`;
  return { sessionId, endpoint: { id: 'live', settings }, reports, logger: SILENT_LOGGER };
}

export interface Opened {
  readonly id: string;
  readonly session: BackendSession;
  readonly reports: Reports;
}

export async function publish(
  backend: EmbeddedBackend,
  offer: string,
  settings: unknown = {},
): Promise<Opened> {
  const reports = new Reports();
  const context = contextWith(reports, settings);
  const session = await backend.open(checkOffer(offer, { profile: 'publish' }), context, CALL);
  return { id: context.sessionId, session, reports };
}

export async function watch(
  backend: EmbeddedBackend,
  offer: string,
  published: Opened,
): Promise<Opened> {
  const reports = new Reports();
  const context = contextWith(reports);
  const publication = { sessionId: published.id, session: published.session };
  const checked = checkOffer(offer, { profile: 'watch' });
  const session = await backend.playback.open(checked, publication, context, CALL);
  if (!('answer' in session)) throw new Error('the embedded backend makes no counter-offers');
  return { id: context.sessionId, session, reports };
}

/** Polls until it holds, at most `patience` milliseconds. */
export async function eventually(
  check: () => boolean | Promise<boolean>,
  what: string,
  patience = 10_000,
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
