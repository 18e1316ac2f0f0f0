import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { LoadMedia, LoadPacket } from './load-media.js';

const HEADER_BYTES = 12;
const LARGEST_PACKET = 1_200;
const AUDIO_BITRATE = 32_000;
const CLOCKS = { audio: 48, video: 90 } as const;
/** For ffmpeg's start and end around the media itself, milliseconds. */
const PATIENCE = 10_000;

export interface RecordOptions {
  /** Path of the program, from `requirement('ffmpeg')`. */
  readonly ffmpeg: string;
  /** Of audio and video together, bits per second. */
  readonly bitrate: number;
  /** Length of the loop, milliseconds. Default 4 000. */
  readonly duration?: number;
}

/**
 * What a real encoder makes of a test picture and a tone: VP8 and Opus, recorded once, in real time.
 * The first frame is the only key frame.
 */
export async function recordMedia(options: RecordOptions): Promise<LoadMedia> {
  const { duration = 4_000 } = options;
  const video = await Recorder.listen('video');
  const audio = await Recorder.listen('audio');
  try {
    await encode(options, duration, video.port, audio.port);
    const packets = [...video.packets(), ...audio.packets()];
    if (packets.length === 0) throw new Error('ffmpeg sent no RTP');
    return { packets: packets.sort((one, other) => one.at - other.at), duration };
  } finally {
    video.close();
    audio.close();
  }
}

async function encode(
  { ffmpeg, bitrate }: RecordOptions,
  duration: number,
  videoPort: number,
  audioPort: number,
): Promise<void> {
  const rate = String(bitrate - AUDIO_BITRATE);
  const url = (port: number) => `rtp://127.0.0.1:${port}?pkt_size=${LARGEST_PACKET}`;
  const words = [
    '-nostdin -loglevel error -re -f lavfi -i testsrc2=size=640x360:rate=30',
    '-re -f lavfi -i sine=frequency=440',
    `-t ${duration / 1_000} -map 0:v -an -c:v libvpx -deadline realtime -cpu-used 8`,
    `-b:v ${rate} -minrate ${rate} -maxrate ${rate} -g 100000 -f rtp ${url(videoPort)}`,
    `-t ${duration / 1_000} -map 1:a -vn -c:a libopus -b:a ${AUDIO_BITRATE} -ar 48000 -ac 2`,
    `-f rtp ${url(audioPort)}`,
  ];
  const signal = AbortSignal.timeout(duration + PATIENCE);
  const child = spawn(ffmpeg, words.join(' ').split(' '), { stdio: 'ignore', signal });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

/** Takes the RTP of one stream. */
class Recorder {
  readonly #kind: LoadPacket['kind'];
  readonly #socket: Socket;
  readonly #packets: Buffer[] = [];

  private constructor(kind: LoadPacket['kind'], socket: Socket) {
    this.#kind = kind;
    this.#socket = socket;
    // RTCP comes to the next port, and nobody listens there.
    socket.on('message', (packet) => this.#packets.push(packet));
  }

  static async listen(kind: LoadPacket['kind']): Promise<Recorder> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Recorder(kind, socket);
  }

  get port(): number {
    const { port }: AddressInfo = this.#socket.address();
    return port;
  }

  packets(): readonly LoadPacket[] {
    const first = this.#packets[0]?.readUInt32BE(4) ?? 0;
    return this.#packets.map((packet) => {
      const timestamp = (packet.readUInt32BE(4) - first) >>> 0;
      return {
        kind: this.#kind,
        at: timestamp / CLOCKS[this.#kind],
        timestamp,
        marker: (packet.readUInt8(1) & 0x80) !== 0,
        payload: packet.subarray(HEADER_BYTES),
      };
    });
  }

  close(): void {
    this.#socket.close();
  }
}
