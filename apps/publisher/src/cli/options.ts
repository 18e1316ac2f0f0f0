import { readStunServer, readTurnServer } from './ice-server-options.js';
import {
  type PictureSize,
  readBitrate,
  readDuration,
  readInteger,
  readOrigin,
  readSize,
  readUrl,
} from './read-value.js';

export const VIDEO_CODECS = ['auto', 'h264', 'vp8', 'vp9', 'av1'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];

export const HTTP_DEBUGGING = ['none', 'minimal', 'headers', 'body'] as const;
export type HttpDebugging = (typeof HTTP_DEBUGGING)[number];

/** The options as they are meant, after their text is read. */
export interface Options {
  readonly url: string;
  readonly token?: string;
  readonly insecure?: true;
  readonly trustOrigin?: readonly string[];
  /** A GStreamer pipeline; false for `--no-audio`. */
  readonly audio?: string | false;
  readonly video?: string | false;
  readonly input?: readonly string[];
  readonly testPattern?: true;
  readonly screen?: true;
  readonly loop?: true;
  /** Seconds. */
  readonly duration?: number;
  readonly videoCodec: VideoCodec;
  /** Bits per second. */
  readonly bitrate: number;
  readonly size?: PictureSize;
  readonly frameRate?: number;
  /** Seconds. */
  readonly keyframeInterval: number;
  readonly whep?: true;
  /** A file to record to; without one a window shows what is played. */
  readonly output?: string;
  readonly force?: true;
  readonly trickle: boolean;
  readonly followLink?: true;
  readonly stunServer?: RTCIceServer;
  readonly turnServer?: readonly RTCIceServer[];
  readonly forceTurn?: true;
  /** Seconds; 0 ends with the first session. */
  readonly reconnect: number;
  readonly logLevel: number;
  readonly disableColors?: true;
  readonly logTimestamps?: true;
  readonly httpDebugging: HttpDebugging;
  readonly stats?: true;
  readonly quiet?: true;
  readonly eosSinkName?: string;
  /** Milliseconds; -1 is the tool's default. */
  readonly jitterBuffer: number;
}

export interface OptionRow {
  readonly group: string;
  readonly flags: string;
  readonly description: string;
  readonly required?: true;
  readonly repeated?: true;
  readonly choices?: readonly string[];
  readonly read?: (text: string) => unknown;
  readonly preset?: { readonly value: unknown; readonly text?: string };
  readonly variable?: string;
}

const SERVER = 'Server:';
const MEDIA = 'What is published (one of the first three, or pipelines):';
const ENCODING = 'Encoding, with FFmpeg:';
const PLAYING = 'Playing:';
const NETWORK = 'Network:';
const TALK = 'What is told:';

// biome-ignore format: one option a line, read it as a table
export const OPTION_ROWS: readonly OptionRow[] = [
  { group: SERVER,   flags: '-u, --url <url>',              description: 'the WHIP endpoint', required: true, read: readUrl },
  { group: SERVER,   flags: '-t, --token <token>',          description: 'its bearer token', variable: 'WHIP_TOKEN' },
  { group: SERVER,   flags: '--insecure',                   description: 'allow plain http to another machine' },
  { group: SERVER,   flags: '--trust-origin <origin>',      description: 'also send the token there when the server redirects (repeatable)', repeated: true, read: readOrigin },
  { group: MEDIA,    flags: '--test-pattern',               description: 'a moving picture and a tone' },
  { group: MEDIA,    flags: '--input <source>',             description: 'file, URL or device: clip.mp4, rtsp://…, /dev/video0, pulse:default (repeatable)', repeated: true },
  { group: MEDIA,    flags: '--screen',                     description: 'this screen' },
  { group: MEDIA,    flags: '-A, --audio <pipeline>',       description: 'GStreamer pipeline that ends in an RTP payloader' },
  { group: MEDIA,    flags: '-V, --video <pipeline>',       description: 'the same for the picture' },
  { group: MEDIA,    flags: '--no-audio',                   description: 'leave out the sound' },
  { group: MEDIA,    flags: '--no-video',                   description: 'leave out the picture' },
  { group: MEDIA,    flags: '--loop',                       description: 'begin again when the input ends' },
  { group: MEDIA,    flags: '--duration <time>',            description: 'end after this time: 90, 90s, 1:30', read: readDuration },
  { group: ENCODING, flags: '--video-codec <codec>',        description: 'auto is h264 or vp8, whichever the server takes', choices: VIDEO_CODECS, preset: { value: 'auto' } },
  { group: ENCODING, flags: '--bitrate <rate>',             description: 'of the picture, in bits per second', read: readBitrate, preset: { value: 2_500_000, text: '2.5M' } },
  { group: ENCODING, flags: '--size <size>',                description: 'fit the picture into 1280x720 or so (default: as it comes)', read: readSize },
  { group: ENCODING, flags: '--frame-rate <number>',        description: 'frames per second (default: as they come, else 30)', read: readInteger(1, 120) },
  { group: ENCODING, flags: '--keyframe-interval <time>',   description: 'seconds between key frames: the longest wait for a picture', read: readDuration, preset: { value: 1 } },
  { group: PLAYING,  flags: '--whep',                       description: 'play by WHEP instead: in a window, or with --output to a file' },
  { group: PLAYING,  flags: '--output <file>',              description: 'record to a .webm, .mkv or .mp4 file' },
  { group: PLAYING,  flags: '--force',                      description: 'write over a file that is there' },
  { group: NETWORK,  flags: '-n, --no-trickle',             description: 'put all candidates into the offer' },
  { group: NETWORK,  flags: '-f, --follow-link',            description: 'use the STUN and TURN servers of the server’s Link headers' },
  { group: NETWORK,  flags: '-S, --stun-server <server>',   description: 'host:port', read: readStunServer },
  { group: NETWORK,  flags: '-T, --turn-server <server>',   description: 'user:password@host:port, or turn: and turns: URLs (repeatable)', repeated: true, read: readTurnServer },
  { group: NETWORK,  flags: '-F, --force-turn',             description: 'send media through TURN only' },
  { group: NETWORK,  flags: '--reconnect <time>',           description: 'how long to try again when a session is lost; 0: not', read: readReconnect, preset: { value: 60 } },
  { group: TALK,     flags: '-l, --log-level <level>',      description: '0 nothing, 2 errors, 3 warnings, 4 what happens, 5 more, 7 all', read: readInteger(0, 7), preset: { value: 4 } },
  { group: TALK,     flags: '-o, --disable-colors',         description: 'no colours' },
  { group: TALK,     flags: '-L, --log-timestamps',         description: 'the time before every line' },
  { group: TALK,     flags: '-H, --http-debugging <level>', description: 'show requests and replies, without secrets', choices: HTTP_DEBUGGING, preset: { value: 'none' } },
  { group: TALK,     flags: '--stats',                      description: 'a line of JSON each second on standard output' },
  { group: TALK,     flags: '-q, --quiet',                  description: 'errors only' },
  { group: 'GStreamer:', flags: '-e, --eos-sink-name <name>', description: 'end when this sink of a pipeline has seen the end of the stream' },
  { group: 'GStreamer:', flags: '-b, --jitter-buffer <ms>', description: 'latency of RTP, also when playing; -1: the default', read: readInteger(-1, 10_000), preset: { value: -1 } },
];

function readReconnect(text: string): number {
  return text === '0' ? 0 : readDuration(text);
}
