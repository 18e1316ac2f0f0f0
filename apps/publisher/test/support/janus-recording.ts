import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RtpPacket } from 'werift';
import { offered } from '../../src/peer/codecs.js';
import { type PlayedTrack, playerCommand } from '../../src/play/player-arguments.js';
import { goodbye, PlayerTrack } from '../../src/play/player-track.js';
import { ChildTool } from '../../src/source/child-tool.js';
import { freePortPair, isFree, UdpPort } from '../../src/source/udp-port.js';

const MAGIC = 'MJR00002';
const RECORD = 'MEET';

/** The RTP packets of a recording of Janus: magic, description, then time and packet again and again. */
export function readRecording(file: string): readonly RtpPacket[] {
  const data = readFileSync(file);
  // Janus makes the file before it writes the head.
  if (data.length === 0) return [];
  if (data.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new Error(`${file} is no recording`);
  const packets: RtpPacket[] = [];
  let at = MAGIC.length + 2 + data.readUInt16BE(MAGIC.length);
  while (at + 10 <= data.length && data.toString('latin1', at, at + 4) === RECORD) {
    const length = data.readUInt16BE(at + 8);
    const packet = data.subarray(at + 10, at + 10 + length);
    if (packet.length === length) packets.push(RtpPacket.deSerialize(Buffer.from(packet)));
    at += 10 + length;
  }
  return packets;
}

/** Writes one track of a recording as a file that FFmpeg decodes. */
export async function toFile(
  packets: readonly RtpPacket[],
  codec: 'vp8' | 'opus',
  file: string,
): Promise<void> {
  const track: PlayedTrack = { codec: offered(codec), port: await freePortPair([]) };
  const sender = await UdpPort.open(() => {});
  const player = new ChildTool(
    playerCommand([track], { output: file, jitterBuffer: -1, title: file }),
  );
  const out = new PlayerTrack(track.codec);
  // The player has to open its ports first.
  while (await isFree(track.port + 1)) await sleep(50);
  for (const packet of packets) {
    sender.send(out.packet(packet, 0), track.port);
    await sleep(1);
  }
  // FFmpeg reads reports before packets, also this one.
  await sleep(3000);
  await player.stop(() => sender.send(goodbye(), track.port + 1));
  sender.close();
}
