import { WhipClient } from '@whipway/client';
import type { Options } from '../cli/options.js';
import type { MediaKind, OfferedCodec } from '../peer/codecs.js';
import { isHere } from '../peer/local-addresses.js';
import { WeriftPeer } from '../peer/werift-peer.js';
import { clientOptions } from './client-options.js';
import { outgoingStream } from './media-stream.js';

export interface WhipSession {
  readonly client: WhipClient;
  readonly peer: WeriftPeer;
}

/**
 * Opens one session for what is published.
 *
 * @param prepared gets the client before its offer is sent
 * @throws ClientError
 */
export async function openWhipSession(
  options: Options,
  codecs: readonly OfferedCodec[],
  http: typeof fetch,
  prepared: (session: WhipSession) => void,
  signal: AbortSignal,
): Promise<WhipClient> {
  const serverIsHere = isHere(options.url);
  const client = new WhipClient(
    clientOptions(options, {
      fetch: http,
      peer: (configuration) => {
        const peer = new WeriftPeer(configuration, { codecs, serverIsHere });
        prepared({ client, peer });
        return peer;
      },
    }),
  );
  const kinds = [...new Set<MediaKind>(codecs.map(({ kind }) => kind))];
  await client.publish(outgoingStream(kinds), signal);
  return client;
}
