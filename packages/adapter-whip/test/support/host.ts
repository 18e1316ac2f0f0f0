import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import {
  type BackendSession,
  type Call,
  type Clock,
  checkOffer,
  type HangUpReason,
  type IceFragment,
  type LogFields,
  type Logger,
  type MediaReports,
  NEVER_ABORTED,
  WhipError,
} from '@whipway/core';
import { offerText } from '@whipway/test-rig/offer-text';
import type { z } from 'zod';
import { WhipBackend } from '../../src/index.js';
import { backendSettings, type endpointSettings } from '../../src/settings.js';

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

/** What a backend said about one session. */
export class Reports implements MediaReports {
  readonly said: string[] = [];
  /** The latest note on each topic. */
  readonly notes: Record<string, string> = {};
  mediaUp(): void {
    this.said.push('mediaUp');
  }
  mediaDown(): void {
    this.said.push('mediaDown');
  }
  note(topic: string, text: string): void {
    this.notes[topic] = text;
  }
  hungUp(reason: HangUpReason, detail?: string): void {
    this.said.push(`${reason}: ${detail}`);
  }
}

/** Keeps log lines. */
export class Lines implements Logger {
  readonly all: { readonly message: string; readonly fields: LogFields }[] = [];
  readonly warnings: string[] = [];
  debug = this.#add.bind(this);
  info = this.#add.bind(this);
  warn = (message: string, fields?: LogFields): void => {
    this.warnings.push(message);
    this.#add(message, fields);
  };
  error = this.#add.bind(this);

  /** The quirks that were noted, in order. */
  get quirks(): readonly unknown[] {
    return this.all.flatMap(({ fields }) => fields['quirk'] ?? []);
  }

  #add(message: string, fields: LogFields = {}): void {
    this.all.push({ message, fields });
  }
}

export type BackendBlock = z.input<typeof backendSettings>;

export function makeBackend(block: BackendBlock, clock: Clock = CLOCK): WhipBackend {
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const settings = backendSettings.parse(block);
  return new WhipBackend(settings, { clock, logger: new Lines(), media });
}

export interface Opened {
  readonly session: BackendSession;
  readonly reports: Reports;
  readonly logger: Lines;
  readonly offer: string;
}

let sessions = 0;

export interface PublishWishes {
  readonly endpoint?: z.input<typeof endpointSettings>;
  readonly id?: string;
  readonly call?: Call;
  readonly offer?: string;
}

/** Opens a session for a client's offer. */
export async function publish(backend: WhipBackend, wishes: PublishWishes = {}): Promise<Opened> {
  const { endpoint = {}, id = 'live', call = CALL, offer = offerText() } = wishes;
  sessions += 1;
  const reports = new Reports();
  const logger = new Lines();
  const context = {
    sessionId: `test-${sessions}`,
    endpoint: { id, settings: endpoint },
    reports,
    logger,
  };
  const checked = checkOffer(offer, { profile: 'publish' });
  return { session: await backend.open(checked, context, call), reports, logger, offer };
}

const CANDIDATE = {
  text: '1 1 udp 2122260223 192.0.2.1 61764 typ host',
  foundation: '1',
  component: 1,
  transport: 'udp',
  priority: 2122260223,
  address: '192.0.2.1',
  port: 61764,
  type: 'host',
};

/** The trickle PATCH of an offer's client. */
export function trickle({ offer }: Pick<Opened, 'offer'>): IceFragment {
  const { ice, bundleTag } = checkOffer(offer, { profile: 'publish' });
  return { mid: bundleTag, ...ice, candidates: [CANDIDATE], endOfCandidates: false };
}

export const RESTART: IceFragment = {
  mid: '0',
  ufrag: 'fresh',
  pwd: 'a-fresh-password-of-24-c',
  candidates: [CANDIDATE],
  endOfCandidates: false,
};

/** What a promise rejects with, as `code: message`. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (WhipError.is(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it did not reject');
}

/** Starts to listen on a free port. @returns the server's origin */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
