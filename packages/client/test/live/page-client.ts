import type * as whipway from '../../src/index.js';
import type { WhipOptions } from '../../src/index.js';

/** What crosses over into a page: no functions. */
export type PageOptions = Omit<WhipOptions, 'token' | 'platform'> & { readonly token?: string };

export interface PageStatistics extends whipway.Statistics {
  readonly layersTaken: readonly string[];
}

/** Drives the single-file build in a page; one publisher and one player at a time. */
export interface PageClient {
  /** Publishes the browser's made-up camera and microphone. @throws Error with the ClientError's code */
  publish(options: PageOptions): Promise<void>;
  /** The same, kept: each next session has the last one's limits. */
  keep(options: PageOptions): Promise<void>;
  play(url: string): Promise<void>;
  restartIce(which: 'publisher' | 'player'): Promise<void>;
  setMaxBitrate(video: number | undefined): Promise<void>;
  /** Sends a moving square drawing in place of the camera. */
  replaceVideo(): Promise<void>;
  /** What the browser's own video sender has. */
  encodings(): readonly RTCRtpEncodingParameters[];
  /** Of the second report from now. */
  numbers(which: 'publisher' | 'player'): Promise<PageStatistics | undefined>;
  /** All states, and `restarted` and `warning CODE`, in order. */
  events(which: 'publisher' | 'player'): readonly string[];
  stop(which: 'publisher' | 'player'): Promise<void>;
}

declare global {
  interface Window {
    readonly whipway: typeof whipway;
    readonly pageClient: PageClient;
  }
}

/** Puts the client into `window.pageClient`; must name nothing from outside its own body. */
export function installPageClient(): void {
  const { WhipClient, WhepClient, SessionKeeper, ClientError } = window.whipway;
  type Which = 'publisher' | 'player';
  const clients: { publisher?: whipway.WhipClient; player?: whipway.WhepClient } = {};
  const events: Record<Which, string[]> = { publisher: [], player: [] };
  let keeper: whipway.SessionKeeper<whipway.WhipClient> | undefined;

  function listen(which: Which, client: whipway.WhipClient | whipway.WhepClient): void {
    client.on('state', ({ state }) => events[which].push(state));
    client.on('restarted', () => events[which].push('restarted'));
    client.on('warning', ({ code }) => events[which].push(`warning ${code}`));
  }

  function camera(): Promise<MediaStream> {
    return navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: 960, height: 540, frameRate: 20 },
    });
  }

  /** A ClientError does not cross over; its code does. */
  async function telling<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await work;
    } catch (error) {
      if (!ClientError.is(error)) throw error;
      throw new Error(`${error.code} ${error.status ?? ''}: ${error.message}`, { cause: error });
    }
  }

  function the(which: Which): whipway.WhipClient | whipway.WhepClient {
    const client = clients[which];
    if (!client) throw new Error(`There is no ${which}.`);
    return client;
  }

  async function publish(options: PageOptions): Promise<void> {
    const client = new WhipClient(options);
    clients.publisher = client;
    listen('publisher', client);
    await client.publish(await camera());
  }

  async function keep(options: PageOptions): Promise<void> {
    const stream = await camera();
    keeper = new SessionKeeper<whipway.WhipClient>({
      firstPause: 300,
      longestPause: 1000,
      open: async (signal, previous) => {
        const client = previous?.renew() ?? new WhipClient(options);
        listen('publisher', client);
        await client.publish(stream, signal);
        clients.publisher = client;
        return client;
      },
    });
    keeper.on('waiting', ({ error }) => events.publisher.push(`waiting ${error.code}`));
    void keeper.run();
    await new Promise((resolve) => keeper?.on('session', resolve));
  }

  async function play(url: string): Promise<void> {
    const client = new WhepClient({ url, patience: 500 });
    clients.player = client;
    listen('player', client);
    const stream = await client.play();
    const video = document.querySelector('video');
    if (video) video.srcObject = stream;
  }

  async function replaceVideo(): Promise<void> {
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 });
    const context = canvas.getContext('2d');
    let at = 0;
    setInterval(() => {
      at += 1;
      if (context) context.fillStyle = `hsl(${at * 7} 90% 50%)`;
      context?.fillRect((at * 9) % 400, 0, 200, 400);
    }, 50);
    const [track] = canvas.captureStream(20).getVideoTracks();
    if (track) await clients.publisher?.replaceTrack(track);
  }

  async function numbers(which: Which): Promise<PageStatistics | undefined> {
    const client = the(which);
    let reports = 0;
    for await (const report of client.statistics(1000)) {
      reports += 1;
      const layersTaken = 'layers' in client ? client.layers : [];
      if (reports === 2) return { ...report, layersTaken };
    }
    return undefined;
  }

  Object.defineProperty(window, 'pageClient', {
    value: {
      publish: (options: PageOptions) => telling(publish(options)),
      keep,
      play: (url: string) => telling(play(url)),
      restartIce: (which: Which) => telling(the(which).restartIce()),
      setMaxBitrate: async (video: number | undefined) =>
        clients.publisher?.setMaxBitrate({ video }),
      replaceVideo,
      encodings: () => {
        const connections: RTCPeerConnection[] = Reflect.get(window, 'recordedPeerConnections');
        const senders = connections.flatMap((connection) => connection.getSenders());
        return (
          senders.find(({ track }) => track?.kind === 'video')?.getParameters().encodings ?? []
        );
      },
      numbers,
      events: (which: Which) => events[which],
      stop: async (which: Which) => {
        if (which === 'publisher') await keeper?.stop();
        await the(which).stop();
      },
    } satisfies PageClient,
  });
}
