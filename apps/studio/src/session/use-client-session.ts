import type { ClientState, Statistics, WhepClient, WhipClient } from '@whipway/client';
import { useEffect, useState } from 'react';

const REMEMBERED = 61;

export interface ClientSession {
  readonly state: ClientState | undefined;
  readonly latest: Statistics | undefined;
  /** Bits per second, one value a second, the newest last; at most a minute of them. */
  readonly bitrates: readonly number[];
}

const NONE: ClientSession = { state: undefined, latest: undefined, bitrates: [] };

/** State and numbers of a client while it is shown. */
export function useClientSession(client: WhipClient | WhepClient | undefined): ClientSession {
  const [session, setSession] = useState(NONE);
  useEffect(() => {
    if (!client) return setSession(NONE);
    let shown = true;
    setSession({ ...NONE, state: client.state });
    const off = client.on('state', ({ state }) => setSession((now) => ({ ...now, state })));
    const collect = async () => {
      for await (const latest of client.statistics(1000)) {
        if (!shown) return;
        setSession((now) => ({
          ...now,
          latest,
          bitrates: remember(now.bitrates, latest.bitsPerSecond),
        }));
      }
    };
    void collect();
    return () => {
      shown = false;
      off();
    };
  }, [client]);
  return session;
}

/** What comes before the first bit is no dip worth drawing. */
function remember(bitrates: readonly number[], latest: number): readonly number[] {
  return bitrates.length === 0 && latest === 0
    ? bitrates
    : [...bitrates, latest].slice(-REMEMBERED);
}
