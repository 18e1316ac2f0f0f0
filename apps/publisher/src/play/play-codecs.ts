import { extname } from 'node:path';
import { CommandError } from '../cli/command-error.js';
import { type CodecName, type OfferedCodec, offered } from '../peer/codecs.js';

interface Container {
  readonly extension: string;
  /** What can be in it without being encoded anew, the preferred one first. */
  readonly codecs: readonly CodecName[];
  /** Options of FFmpeg's muxer. */
  readonly options: readonly string[];
}

/** A recording that is cut off can still be played up to there. */
const FRAGMENTED = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-strict', '-2'];

// biome-ignore format: one container a line, read it as a table
const CONTAINERS: readonly Container[] = [
  { extension: '.webm', codecs: ['vp8', 'vp9', 'opus'],                         options: ['-f', 'webm'] },
  { extension: '.mkv',  codecs: ['vp8', 'h264', 'vp9', 'opus', 'pcmu', 'pcma'], options: ['-f', 'matroska'] },
  { extension: '.mp4',  codecs: ['h264', 'vp9', 'opus'],                        options: [...FRAGMENTED, '-f', 'mp4'] },
];

/** A window decodes whatever comes. */
const WINDOW: readonly CodecName[] = ['vp8', 'h264', 'vp9', 'opus', 'pcmu', 'pcma'];

/** @throws CommandError `usage` for a file of another kind */
export function containerOf(file: string): Container {
  const found = CONTAINERS.find(({ extension }) => extension === extname(file).toLowerCase());
  if (found) return found;
  const choice = CONTAINERS.map(({ extension }) => extension).join(', ');
  throw new CommandError('usage', `--output has to end in one of ${choice}.`);
}

/** What is offered for playing into a file, or without one into a window. */
export function playCodecs(file: string | undefined): readonly OfferedCodec[] {
  return (file === undefined ? WINDOW : containerOf(file).codecs).map((name) => offered(name));
}
