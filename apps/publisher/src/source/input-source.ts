import type { MediaKind } from '../peer/codecs.js';
import type { FfmpegInput } from './ffmpeg-arguments.js';

/** Something FFmpeg can read, and what is in it. */
export interface InputSource extends FfmpegInput {
  /** Undefined: it has to be asked (ffprobe). */
  readonly kinds: readonly MediaKind[] | undefined;
}

export interface InputWishes {
  readonly loop: boolean;
  /** Frames per second of a device; undefined leaves its own. */
  readonly frameRate: number | undefined;
}

/** FFmpeg's device formats that give one kind of media; others are asked. */
// biome-ignore format: one kind a line, read it as a table
const DEVICES: Readonly<Record<string, MediaKind | 'both'>> = {
  v4l2: 'video', x11grab: 'video', kmsgrab: 'video', fbdev: 'video', gdigrab: 'video',
  alsa: 'audio', pulse: 'audio', oss: 'audio', jack: 'audio', sndio: 'audio', openal: 'audio',
  avfoundation: 'both', dshow: 'both', decklink: 'both', lavfi: 'both',
};

/** What comes over these comes at its own pace; other URLs and files are read at theirs. */
const LIVE = /^(?:rtsp|rtsps|rtmp|rtmps|rtmpt|srt|udp|rtp|tcp|mms|mmsh|rist|zmq):/i;

/** Reads `clip.mp4`, `rtsp://…`, `/dev/video0` or `FORMAT:NAME` with a device format of FFmpeg. */
export function readInput(text: string, wishes: InputWishes): InputSource {
  if (/^\/dev\/video\d+$/.test(text)) return device('v4l2', text, wishes);
  const [, format = '', name = ''] = /^(\w+):(.*)$/s.exec(text) ?? [];
  if (Object.hasOwn(DEVICES, format)) return device(format, name, wishes);
  if (LIVE.test(text)) return { options: liveOptions(text), url: text, kinds: undefined };
  const loop = wishes.loop ? ['-stream_loop', '-1'] : [];
  return { options: [...loop, '-re'], url: text, kinds: undefined };
}

function device(format: string, name: string, { frameRate }: InputWishes): InputSource {
  const kind = DEVICES[format];
  const pace = format === 'lavfi' ? ['-re'] : ['-thread_queue_size', '64'];
  const rate = kind === 'video' && frameRate !== undefined ? ['-framerate', `${frameRate}`] : [];
  return {
    options: [...pace, '-f', format, ...rate],
    url: name,
    kinds: kind === 'both' || kind === undefined ? undefined : [kind],
  };
}

function liveOptions(url: string): readonly string[] {
  const transport = /^rtsps?:/i.test(url) ? ['-rtsp_transport', 'tcp'] : [];
  return [...transport, '-fflags', 'nobuffer'];
}

/** The kinds of media in what `ffprobe -of json -show_entries stream=codec_type` prints. */
export function readKinds(json: string): readonly MediaKind[] {
  const { streams = [] } = JSON.parse(json) as {
    readonly streams?: readonly { readonly codec_type?: string }[];
  };
  const types = new Set(streams.map(({ codec_type }) => codec_type));
  return (['audio', 'video'] as const).filter((kind) => types.has(kind));
}

/** The arguments of ffprobe for an input: how FFmpeg reads it, without what only paces it. */
export function probeArguments({ options, url }: FfmpegInput): string[] {
  const format = options.flatMap((option, index) =>
    option === '-f' || option === '-rtsp_transport' ? [option, options[index + 1] ?? ''] : [],
  );
  const wanted = ['-show_entries', 'stream=codec_type', '-of', 'json'];
  return ['-v', 'error', ...format, ...wanted, '-i', url];
}
