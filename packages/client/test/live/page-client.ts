import type { Statistics } from '../../src/index.js';
import { installPageSessions, type PageOptions, type Which } from './page-sessions.js';
import { installPageSources, type PageSources } from './page-sources.js';

export type { PageOptions } from './page-sessions.js';

export interface PageStatistics extends Statistics {
  readonly layersTaken: readonly string[];
}

/** Drives the single-file build in a page; one publisher and one player at a time. */
export interface PageClient {
  /** Publishes the camera and the microphone. @throws Error with the ClientError's code */
  publish(options: PageOptions): Promise<void>;
  /** The same, kept: each next session has the last one's limits. */
  keep(options: PageOptions): Promise<void>;
  play(url: string): Promise<void>;
  restartIce(which: Which): Promise<void>;
  setMaxBitrate(video: number | undefined): Promise<void>;
  /** Sends a drawing in place of the camera. */
  replaceVideo(drawing: Exclude<keyof PageSources, 'camera'>): Promise<void>;
  /** What the browser's own video sender has. */
  encodings(): readonly RTCRtpEncodingParameters[];
  /** Of the second report from now; rates are those of `interval` milliseconds (default 1000). */
  numbers(which: Which, interval?: number): Promise<PageStatistics | undefined>;
  /** All states, and `restarted` and `warning CODE`, in order. */
  events(which: Which): readonly string[];
  stop(which: Which): Promise<void>;
}

declare global {
  interface Window {
    readonly pageClient: PageClient;
  }
}

/** A page of either browser. */
interface ScriptedPage {
  evaluate(script: () => void): Promise<unknown>;
}

/** Puts a {@link PageClient} into `window.pageClient` of a page that has the single-file build. */
export async function installPageClient(page: ScriptedPage): Promise<void> {
  await page.evaluate(installPageSources);
  await page.evaluate(installPageSessions);
  await page.evaluate(installMembers);
}

/** Must name nothing from outside its own body. */
function installMembers(): void {
  const { whipway, pageSessions: sessions, pageSources } = window;

  /** A ClientError does not cross over; its code does. */
  async function telling<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await work;
    } catch (error) {
      if (!whipway.ClientError.is(error)) throw error;
      throw new Error(`${error.code} ${error.status ?? ''}: ${error.message}`, { cause: error });
    }
  }

  const value: PageClient = {
    publish: (options) => telling(sessions.publish(options)),
    keep: (options) => sessions.keep(options),
    play: async (url) => {
      const stream = await telling(sessions.play(url));
      const video = document.querySelector('video');
      if (video) video.srcObject = stream;
    },
    restartIce: (which) => telling(sessions.the(which).restartIce()),
    setMaxBitrate: async (video) => sessions.publisher?.setMaxBitrate({ video }),
    replaceVideo: async (drawing) => sessions.publisher?.replaceTrack(pageSources[drawing]()),
    encodings: () => {
      const connections: RTCPeerConnection[] = Reflect.get(window, 'recordedPeerConnections');
      const senders = connections.flatMap((connection) => connection.getSenders());
      return senders.find(({ track }) => track?.kind === 'video')?.getParameters().encodings ?? [];
    },
    numbers: async (which, interval = 1000) => {
      const client = sessions.the(which);
      const reports = client.statistics(interval);
      await reports.next();
      const { value: report } = await reports.next();
      await reports.return();
      if (!report) return undefined;
      return { ...report, layersTaken: 'layers' in client ? client.layers : [] };
    },
    events: (which) => sessions.events[which],
    stop: (which) => sessions.stop(which),
  };
  Object.defineProperty(window, 'pageClient', { value });
}
