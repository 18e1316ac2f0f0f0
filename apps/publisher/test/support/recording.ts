import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What FFmpeg decodes of a file. */
export interface Decoded {
  /** Pictures. */
  readonly frames: number;
  /** Pictures that are like no other one: all of them when everything moves. */
  readonly distinct: number;
  /** Seconds of sound. */
  readonly sound: number;
}

/** Decodes all of a file. @throws Error with FFmpeg's words when something cannot be decoded */
export async function decode(ffmpeg: string, file: string): Promise<Decoded> {
  const args = ['-v', 'error', '-i', file, '-map', '0:v?', '-map', '0:a?', '-f', 'framemd5', '-'];
  const { stdout } = await run(ffmpeg, args, { maxBuffer: 64 * 1024 * 1024 });
  // stream, dts, pts, duration, size, hash; 16-bit stereo at 48 kHz.
  const rows = stdout.split('\n').filter((line) => /^\d/.test(line));
  const fields = rows.map((row) => row.split(',').map((field) => field.trim()));
  const kinds = new Map(
    [...stdout.matchAll(/^#media_type (\d+): (\w+)/gm)].map(([, index, kind]) => [index, kind]),
  );
  const of = (kind: string) => fields.filter(([index]) => kinds.get(index) === kind);
  const pictures = of('video').map((row) => row.at(-1));
  const bytes = of('audio').reduce((sum, row) => sum + Number(row[4]), 0);
  return {
    frames: pictures.length,
    distinct: new Set(pictures).size,
    sound: bytes / (48_000 * 4),
  };
}
