import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { runCommand } from './command.js';

const run = promisify(execFile);

/** What FFmpeg decodes of a file. */
export interface Decoded {
  /** Pictures. */
  readonly frames: number;
  /** Pictures that are like no other one: all of them when everything moves. */
  readonly distinct: number;
  /** Of the picture: `320x180`; undefined without one. */
  readonly size: string | undefined;
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
    size: /^#dimensions \d+: (\S+)/m.exec(stdout)?.[1],
    sound: bytes / (48_000 * 4),
  };
}

/** How long is played once the player writes, in milliseconds. */
const WATCHED = 3000;

/** Plays into a file by `whip-publish --whep`, and decodes it. @throws Error when nothing comes */
export async function watch(ffmpeg: string, url: string, file: string): Promise<Decoded> {
  const command = runCommand([
    '-u',
    url,
    '--whep',
    '--output',
    file,
    '--force',
    '--stats',
    '-l',
    '5',
  ]);
  await command.tells(/First frame received after/, 60_000);
  for (
    const start = Date.now();
    !/"encoder":{[^}]*"framesPerSecond":\d/.test(command.printed());
    await sleep(50)
  )
    if (Date.now() - start > 40_000) throw new Error(`nothing is written:\n${command.told()}`);
  await sleep(WATCHED);
  command.signal('SIGINT');
  expect([await command.ended(), command.told()]).toEqual([0, expect.any(String)]);
  return decode(ffmpeg, file);
}

/** Pictures of 15 a second that are all different, and sound. */
export function expectMovingPicture({ frames, distinct, sound }: Omit<Decoded, 'size'>): void {
  expect(frames).toBeGreaterThan(10);
  expect(distinct).toBeGreaterThan(frames * 0.8);
  expect(sound).toBeGreaterThan(1);
}
