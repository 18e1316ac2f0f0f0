import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

const MAGIC = 'MJR00002';
const RECORD = 'MEET';

/**
 * How many RTP packets a recording of Janus has so far: magic, description, then time and packet
 * again and again.
 */
export function packetsIn(file: string): number {
  const data = readFileSync(file);
  // Janus makes the file before it writes the head.
  if (data.length === 0) return 0;
  if (data.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new Error(`${file} is no recording`);
  let packets = 0;
  let at = MAGIC.length + 2 + data.readUInt16BE(MAGIC.length);
  while (at + 10 <= data.length && data.toString('latin1', at, at + 4) === RECORD) {
    packets += 1;
    at += 10 + data.readUInt16BE(at + 8);
  }
  return packets;
}

/**
 * Janus' own tool makes a file of a recording that players read.
 *
 * @param converter path of janus-pp-rec
 * @param file ends in .webm for a picture, in .opus for sound
 * @throws Error with its words when it fails
 */
export async function convert(converter: string, recording: string, file: string): Promise<void> {
  await run(converter, ['--disable-colors', recording, file]);
}
