import { WhepClient } from '@whipway/client';
import { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import { maskUrl } from '../output/mask-secrets.js';
import type { Terminal } from '../output/terminal.js';
import { warnOnce } from '../output/warn-once.js';
import type { OfferedCodec } from '../peer/codecs.js';
import { isHere } from '../peer/local-addresses.js';
import { WeriftPeer } from '../peer/werift-peer.js';
import { MediaSink } from '../play/media-sink.js';
import { playCodecs } from '../play/play-codecs.js';
import { explainTool } from '../source/explain-tool.js';
import { clientOptions } from './client-options.js';
import { earlyServers } from './ice-server-choice.js';
import { incomingStream } from './media-stream.js';
import { ReconnectPolicy } from './reconnect-policy.js';
import { type OpeningSession, SessionRun } from './session-run.js';

export interface PlayingParts {
  readonly options: Options;
  readonly terminal: Terminal;
  readonly http: typeof fetch;
}

/** Plays until the player, the stream or the time ends, or the signal fires. @throws CommandError */
export async function play(parts: PlayingParts, signal: AbortSignal): Promise<void> {
  const { options, terminal } = parts;
  const codecs = wantedCodecs(options);
  let played = false;
  let current: WeriftPeer | undefined;
  const sink = new MediaSink({
    codecs,
    output: options.output,
    jitterBuffer: options.jitterBuffer,
    // Every user of this machine can see it.
    title: maskUrl(options.url),
    events: {
      ended: (end, tool) => run.end(end.failure === undefined ? undefined : explainTool(tool, end)),
      failed: (error) => run.end(error),
      firstFrame: () => {
        played = true;
        run.firstFrame();
      },
      complaint: (line) => terminal.say('detail', line),
      keyFrameWanted: () => current?.requestKeyFrame(),
    },
  });
  const trouble = warnOnce(terminal);
  const run: SessionRun = new SessionRun({
    options,
    terminal,
    policy: new ReconnectPolicy({ limit: options.reconnect * 1000, fromTheStart: true }),
    media: sink,
    verb: 'received',
    silent: (seconds) =>
      new CommandError('connection', `The server has sent nothing for ${seconds} s.`),
    // Who has seen it to its end has got what was wanted.
    isDone: ({ code, status }) => played && (code === 'session-gone' || status === 404),
    open: (prepared, stopping) =>
      open(
        { ...parts, codecs, sink, trouble },
        (session) => {
          current = session.peer;
          prepared(session);
        },
        stopping,
      ),
  });
  await run.run(signal);
}

function wantedCodecs({ output, audio, video }: Options): readonly OfferedCodec[] {
  const left = new Set([
    ...(audio === false ? ['audio'] : []),
    ...(video === false ? ['video'] : []),
  ]);
  return playCodecs(output).filter(({ kind }) => !left.has(kind));
}

interface OpenParts extends PlayingParts {
  readonly codecs: readonly OfferedCodec[];
  readonly sink: MediaSink;
  /** Hears of TURN servers that bring nothing. */
  readonly trouble: (sentence: string) => void;
}

async function open(
  parts: OpenParts,
  prepared: (session: OpeningSession) => void,
  signal: AbortSignal,
): Promise<WhepClient> {
  const { options, http, codecs, sink, trouble } = parts;
  const serverIsHere = isHere(options.url);
  let named: readonly RTCIceServer[] = [];
  const client = new WhepClient(
    clientOptions(options, {
      fetch: http,
      named: () => named,
      createMediaStream: incomingStream,
      peer: (configuration) => {
        const settings = { codecs, serverIsHere, listener: sink, trouble };
        const peer = new WeriftPeer(configuration, settings);
        prepared({ client, peer });
        return peer;
      },
    }),
  );
  named = await earlyServers(parts, signal);
  await client.play(signal);
  return client;
}
