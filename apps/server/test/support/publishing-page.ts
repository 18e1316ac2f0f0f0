import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** How the media server hears one track of a page, by the page’s own numbers. */
export interface HeardTrack {
  readonly kind: string;
  /** As in use: `video/VP8`. */
  readonly codec: string;
  /**
   * RTCP receiver reports that answer a sender report of this track (RFC 3550, section 6.4.1): only
   * who receives its packets can write them.
   */
  readonly reports: number;
}

/** Each track of the page’s latest peer connection. */
export function heardTracks(page: Page): Promise<readonly HeardTrack[]> {
  return page.evaluate(async () => {
    const recorded: RTCPeerConnection[] = Reflect.get(window, 'recordedPeerConnections');
    const stats = (await recorded.at(-1)?.getStats()) ?? new Map();
    const entries: Record<string, string & number>[] = [...stats.values()];
    return entries
      .filter(({ type }) => type === 'remote-inbound-rtp')
      .map(({ kind, codecId, roundTripTimeMeasurements }) => ({
        kind: kind ?? '',
        codec: entries.find(({ id }) => id === codecId)?.['mimeType'] ?? '',
        reports: roundTripTimeMeasurements ?? 0,
      }));
  });
}

/**
 * Waits until the media server has reported that it hears sound and pictures, again since the call.
 *
 * @returns the codecs in use, lower case, sound first
 */
export async function waitUntilHeard(page: Page): Promise<readonly string[]> {
  const before = new Map((await heardTracks(page)).map(({ kind, reports }) => [kind, reports]));
  let now: readonly HeardTrack[] = [];
  await eventually(async () => {
    now = await heardTracks(page);
    const heard = ['audio', 'video'].filter((wanted) =>
      now.some(({ kind, reports }) => kind === wanted && reports > (before.get(kind) ?? 0)),
    );
    if (heard.length < 2) throw new Error(`heard: ${JSON.stringify(now)}`);
  });
  const codecs = now.map(({ kind, codec }) => [kind, codec.split('/')[1]?.toLowerCase() ?? '']);
  return [...codecs].sort().map(([, codec = '']) => codec);
}
