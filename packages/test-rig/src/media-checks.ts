import { setTimeout as sleep } from 'node:timers/promises';
import { pageMessages, type RecordedPage } from './recorded-page.js';

const POLL_MILLISECONDS = 100;

/** Sums over all peer connections a page ever made (chromium.ts records them). */
export interface MediaFigures {
  readonly framesDecoded: number;
  readonly framesSent: number;
  readonly audioPacketsReceived: number;
  readonly audioPacketsSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export type MediaCounter = keyof MediaFigures;

interface PageReport {
  readonly figures: MediaFigures;
  /** `connectionState/iceConnectionState` of each. */
  readonly connections: readonly string[];
}

type PageCounter =
  | 'framesDecoded'
  | 'framesSent'
  | 'packetsReceived'
  | 'packetsSent'
  | 'bytesReceived'
  | 'bytesSent';

/** What we read of an entry of RTCStatsReport; a counter is absent until something was counted. */
type StatsEntry = { readonly type: string; readonly kind?: string } & {
  readonly [Counter in PageCounter]?: number;
};

export async function mediaFigures(page: RecordedPage): Promise<MediaFigures> {
  return (await report(page)).figures;
}

/**
 * Waits until each named counter has grown by at least so much since the call.
 * @throws Error with what grew, the connections' states and the page's last messages.
 */
export async function waitForGrowth(
  page: RecordedPage,
  wanted: Partial<MediaFigures>,
  withinMilliseconds = 15_000,
): Promise<MediaFigures> {
  const before = await mediaFigures(page);
  const deadline = Date.now() + withinMilliseconds;
  for (;;) {
    const now = await report(page);
    const short = counters(wanted).filter(
      (name) => now.figures[name] - before[name] < (wanted[name] ?? 0),
    );
    if (short.length === 0) return now.figures;
    if (Date.now() > deadline) {
      const figures = short.map(
        (name) => `${name} ${before[name]} → ${now.figures[name]}, wanted +${wanted[name]}`,
      );
      throw failure(page, now, `after ${withinMilliseconds} ms: ${figures.join('; ')}`);
    }
    await sleep(POLL_MILLISECONDS);
  }
}

/**
 * Waits until none of the counters moved for a while.
 * @throws Error when they still move at the end.
 */
export async function waitForStandstill(
  page: RecordedPage,
  names: readonly MediaCounter[],
  { quietMilliseconds = 1_000, withinMilliseconds = 15_000 } = {},
): Promise<void> {
  const deadline = Date.now() + withinMilliseconds;
  for (let previous = await mediaFigures(page); ; ) {
    await sleep(quietMilliseconds);
    const now = await report(page);
    const moving = names.filter((name) => now.figures[name] !== previous[name]);
    if (moving.length === 0) return;
    if (Date.now() > deadline) throw failure(page, now, `still moving: ${moving.join(', ')}`);
    previous = now.figures;
  }
}

function counters(wanted: Partial<MediaFigures>): readonly MediaCounter[] {
  return Object.keys(wanted) as MediaCounter[];
}

function failure(page: RecordedPage, { connections }: PageReport, what: string): Error {
  const said = pageMessages(page).slice(-10);
  return new Error(
    [
      `media of ${page.url()} ${what}`,
      `peer connections: ${connections.join(', ') || 'none'}`,
      ...said.map((line) => `page: ${line}`),
    ].join('\n'),
  );
}

function report(page: RecordedPage): Promise<PageReport> {
  return page.evaluate(readReport);
}

/** Runs in the page: must name nothing from this file but types. */
async function readReport(): Promise<PageReport> {
  const recorded: readonly RTCPeerConnection[] = Reflect.get(window, 'recordedPeerConnections');
  const reports = await Promise.all(recorded.map((connection) => connection.getStats()));
  const entries = reports.flatMap((stats) => [...stats.values()] as StatsEntry[]);
  const sum = (type: string, kind: string | undefined, counter: PageCounter) =>
    entries
      .filter((entry) => entry.type === type && (!kind || entry.kind === kind))
      .reduce((total, entry) => total + (entry[counter] ?? 0), 0);
  return {
    figures: {
      framesDecoded: sum('inbound-rtp', 'video', 'framesDecoded'),
      framesSent: sum('outbound-rtp', 'video', 'framesSent'),
      audioPacketsReceived: sum('inbound-rtp', 'audio', 'packetsReceived'),
      audioPacketsSent: sum('outbound-rtp', 'audio', 'packetsSent'),
      bytesReceived: sum('inbound-rtp', undefined, 'bytesReceived'),
      bytesSent: sum('outbound-rtp', undefined, 'bytesSent'),
    },
    connections: recorded.map(
      (connection) => `${connection.connectionState}/${connection.iceConnectionState}`,
    ),
  };
}
