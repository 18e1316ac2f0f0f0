import { WhipClient } from '@whipway/client';
import { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import type { Terminal } from '../output/terminal.js';
import { warnOnce } from '../output/warn-once.js';
import type { MediaKind } from '../peer/codecs.js';
import { isHere } from '../peer/local-addresses.js';
import { WeriftPeer } from '../peer/werift-peer.js';
import { explainTool } from '../source/explain-tool.js';
import { MediaFeed } from '../source/media-feed.js';
import type { MediaPlan } from '../source/media-source.js';
import { clientOptions } from './client-options.js';
import { earlyServers } from './ice-server-choice.js';
import { outgoingStream } from './media-stream.js';
import { ReconnectPolicy } from './reconnect-policy.js';
import { type OpeningSession, SessionRun } from './session-run.js';

export interface PublishingParts {
  readonly options: Options;
  readonly plan: MediaPlan;
  readonly terminal: Terminal;
  readonly http: typeof fetch;
}

/** Publishes until the media or its time ends, or the signal fires. @throws CommandError */
export async function publish(parts: PublishingParts, signal: AbortSignal): Promise<void> {
  const { options, plan, terminal } = parts;
  const feed = new MediaFeed(plan, {
    ended: (end, tool) => run.end(end.failure === undefined ? undefined : explainTool(tool, end)),
    firstFrame: () => run.firstFrame(),
    refused: (kind) =>
      terminal.say('warning', `The server takes no ${kind} of ours; the rest is published.`),
    complaint: (line) => terminal.say('detail', line),
  });
  const trouble = warnOnce(terminal);
  const run: SessionRun = new SessionRun({
    options,
    terminal,
    policy: new ReconnectPolicy({ limit: options.reconnect * 1000, fromTheStart: false }),
    media: feed,
    verb: 'sent',
    silent: (seconds) =>
      new CommandError('media', `The media tool has sent nothing for ${seconds} s.`),
    open: (prepared, stopping) => open({ ...parts, trouble }, prepared, stopping),
  });
  await run.run(signal);
}

interface OpenParts extends PublishingParts {
  /** Hears of TURN servers that bring nothing. */
  readonly trouble: (sentence: string) => void;
}

async function open(
  parts: OpenParts,
  prepared: (session: OpeningSession) => void,
  signal: AbortSignal,
): Promise<WhipClient> {
  const { options, plan, http, trouble } = parts;
  const { codecs } = plan;
  const serverIsHere = isHere(options.url);
  let named: readonly RTCIceServer[] = [];
  const client = new WhipClient(
    clientOptions(options, {
      fetch: http,
      named: () => named,
      peer: (configuration) => {
        const peer = new WeriftPeer(configuration, { codecs, serverIsHere, trouble });
        prepared({ client, peer });
        return peer;
      },
    }),
  );
  const kinds = [...new Set<MediaKind>(codecs.map(({ kind }) => kind))];
  named = await earlyServers(parts, signal);
  await client.publish(outgoingStream(kinds), signal);
  return client;
}
