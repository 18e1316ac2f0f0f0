import {
  type BackendSession,
  type Call,
  type Clock,
  checkOffer,
  type HangUpReason,
  type Logger,
  type MediaReports,
  NEVER_ABORTED,
  type PublishContext,
  SILENT_LOGGER,
} from '@whipway/core';
import type { z } from 'zod';
import { JanusBackend } from '../../src/index.js';
import { backendSettings, endpointSettings } from '../../src/settings.js';

export { eventually, pause } from '@whipway/test-rig/eventually';

export const CALL: Call = { signal: NEVER_ABORTED };

/** The machine's time. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

export type BackendBlock = z.input<typeof backendSettings>;
export type EndpointBlock = z.input<typeof endpointSettings>;

export function makeBackend(
  block: BackendBlock,
  logger: Logger = SILENT_LOGGER,
  clock: Clock = CLOCK,
): JanusBackend {
  const settings = backendSettings.parse({ reconnectDelay: 50, ...block });
  const media = { addresses: ['127.0.0.1'], stun: [] };
  return new JanusBackend(settings, { clock, logger, media });
}

/** What a backend said about one session. */
export class Reports implements MediaReports {
  readonly said: string[] = [];
  mediaUp(): void {
    this.said.push('mediaUp');
  }
  mediaDown(): void {
    this.said.push('mediaDown');
  }
  slowLink(packetsLost: number): void {
    this.said.push(`slowLink ${packetsLost}`);
  }
  hungUp(reason: HangUpReason, detail?: string): void {
    this.said.push(`hungUp ${reason}: ${detail}`);
  }
}

export interface PublishOptions {
  /** Of the endpoint. Default `live`. */
  readonly id?: string;
  readonly call?: Call;
  readonly logger?: Logger;
}

export interface Opened {
  readonly session: BackendSession;
  readonly reports: Reports;
}

let sessions = 0;

function context(reports: MediaReports, block: EndpointBlock = {}, id = 'live'): PublishContext {
  sessions += 1;
  const settings = endpointSettings.parse(block);
  const endpoint = { id, settings };
  return { sessionId: `test-${sessions}`, endpoint, reports, logger: SILENT_LOGGER };
}

/** Opens a session for the offer of a client. */
export async function publish(
  backend: JanusBackend,
  offer: string,
  block: EndpointBlock = {},
  { id = 'live', call = CALL, logger = SILENT_LOGGER }: PublishOptions = {},
): Promise<Opened> {
  const reports = new Reports();
  const checked = checkOffer(offer, { profile: 'publish' });
  const publishing = { ...context(reports, block, id), logger };
  const session = await backend.open(checked, publishing, call);
  return { session, reports };
}
