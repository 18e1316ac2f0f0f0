import type * as whipway from '../../src/index.js';
import type { WhipOptions } from '../../src/index.js';

/** What crosses over into a page: no functions. */
export type PageOptions = Omit<WhipOptions, 'token' | 'platform'> & { readonly token?: string };

export type Which = 'publisher' | 'player';

/** The clients of a page, one of each kind at a time. */
export interface PageSessions {
  readonly events: Readonly<Record<Which, string[]>>;
  readonly publisher: whipway.WhipClient | undefined;
  publish(options: PageOptions): Promise<void>;
  keep(options: PageOptions): Promise<void>;
  play(url: string): Promise<MediaStream>;
  /** @throws Error when there is none */
  the(which: Which): whipway.WhipClient | whipway.WhepClient;
  stop(which: Which): Promise<void>;
}

declare global {
  interface Window {
    readonly whipway: typeof whipway;
    readonly pageSessions: PageSessions;
  }
}

/** Puts them into `window.pageSessions`; must name nothing from outside its own body. */
export function installPageSessions(): void {
  const { WhipClient, WhepClient, SessionKeeper } = window.whipway;
  const clients: { publisher?: whipway.WhipClient; player?: whipway.WhepClient } = {};
  const events: Record<Which, string[]> = { publisher: [], player: [] };
  let keeper: whipway.SessionKeeper<whipway.WhipClient> | undefined;

  function heard<Client extends whipway.MediaClient>(which: Which, client: Client): Client {
    client.on('state', ({ state }) => events[which].push(state));
    client.on('restarted', () => events[which].push('restarted'));
    client.on('warning', ({ code }) => events[which].push(`warning ${code}`));
    return client;
  }

  function the(which: Which): whipway.WhipClient | whipway.WhepClient {
    const client = clients[which];
    if (!client) throw new Error(`There is no ${which}.`);
    return client;
  }

  async function keep(options: PageOptions): Promise<void> {
    const stream = await window.pageSources.camera();
    const keeping = new SessionKeeper<whipway.WhipClient>({
      firstPause: 300,
      longestPause: 1000,
      open: async (signal, previous) => {
        const client = heard('publisher', previous?.renew() ?? new WhipClient(options));
        await client.publish(stream, signal);
        clients.publisher = client;
        return client;
      },
    });
    keeper = keeping;
    keeping.on('waiting', ({ error }) => events.publisher.push(`waiting ${error.code}`));
    void keeping.run();
    await new Promise((resolve) => keeping.on('session', resolve));
  }

  const value: PageSessions = {
    events,
    get publisher() {
      return clients.publisher;
    },
    publish: async (options) => {
      clients.publisher = heard('publisher', new WhipClient(options));
      await clients.publisher.publish(await window.pageSources.camera());
    },
    keep,
    play: (url) => {
      clients.player = heard('player', new WhepClient({ url, patience: 500 }));
      return clients.player.play();
    },
    the,
    stop: async (which) => {
      if (which === 'publisher') await keeper?.stop();
      await the(which).stop();
    },
  };
  Object.defineProperty(window, 'pageSessions', { value });
}
