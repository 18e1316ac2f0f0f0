import type { OfferedCodec } from '../peer/codecs.js';
import type { ToolCommand } from '../source/media-source.js';
import { containerOf } from './play-codecs.js';

/** One track on its way to the player. */
export interface PlayedTrack {
  readonly codec: OfferedCodec;
  /** UDP port of 127.0.0.1 that the player opens; its RTCP goes to the next one. */
  readonly port: number;
}

export interface PlayerWishes {
  /** A file to record to; undefined shows a window. */
  readonly output: string | undefined;
  /** How long packets may be late, in milliseconds; -1 leaves the player's own. */
  readonly jitterBuffer: number;
  readonly title: string;
}

/** What the tracks are, for FFmpeg (RFC 8866). */
export function playerSdp(tracks: readonly PlayedTrack[]): string {
  const head = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  const media = tracks.flatMap(({ codec, port }) => {
    const { kind, name, clockRate, channels, parameters, payloadType } = codec;
    const rate = [clockRate, ...(channels === undefined ? [] : [channels])].join('/');
    return [
      `m=${kind} ${port} RTP/AVP ${payloadType}`,
      `a=rtpmap:${payloadType} ${name}/${rate}`,
      ...(parameters === undefined ? [] : [`a=fmtp:${payloadType} ${parameters}`]),
    ];
  });
  return [...head, ...media].map((line) => `${line}\r\n`).join('');
}

/** The player; it reads the SDP from standard input. */
export function playerCommand(tracks: readonly PlayedTrack[], wishes: PlayerWishes): ToolCommand {
  const { output, title } = wishes;
  const sdp = playerSdp(tracks);
  return output === undefined
    ? { program: 'ffplay', args: [...quiet(), ...window(title), ...input(wishes)], input: sdp }
    : {
        program: 'ffmpeg',
        args: [...quiet(), ...progress(), ...input(wishes), ...record(tracks, output)],
        input: sdp,
      };
}

function quiet(): readonly string[] {
  return ['-hide_banner', '-loglevel', 'warning'];
}

function progress(): readonly string[] {
  return ['-progress', 'pipe:1', '-stats_period', '0.5'];
}

function window(title: string): readonly string[] {
  return ['-window_title', title, '-flags', 'low_delay', '-autoexit'];
}

/** FFmpeg looks for the frame rate for five seconds otherwise, and nothing is recorded meanwhile. */
const SHORT_LOOK = ['-analyzeduration', '2000000', '-fpsprobesize', '0'];

function input({ jitterBuffer }: PlayerWishes): readonly string[] {
  const delay = jitterBuffer >= 0 ? ['-max_delay', `${jitterBuffer * 1000}`] : [];
  const allowed = ['-protocol_whitelist', 'pipe,udp,rtp'];
  return ['-fflags', 'nobuffer', ...SHORT_LOOK, ...delay, ...allowed, '-f', 'sdp', '-i', 'pipe:0'];
}

/** Nothing is encoded anew. */
function record(tracks: readonly PlayedTrack[], file: string): readonly string[] {
  const late = tracks.some(({ codec }) => codec.name === 'VP9') ? UNMARKED : [];
  return ['-map', '0', '-c', 'copy', ...late, '-y', ...containerOf(file).options, file];
}

/** FFmpeg does not see which packets of VP9 are key frames, and would wait for one for ever. */
const UNMARKED = ['-copyinkf'];
