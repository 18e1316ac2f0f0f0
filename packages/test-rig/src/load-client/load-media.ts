/** One RTP packet of a loop of media, without its header. */
export interface LoadPacket {
  readonly kind: 'audio' | 'video';
  /** When it is due, milliseconds from the loop's start. */
  readonly at: number;
  /** RTP timestamp from the loop's start, in the codec's clock (48 kHz, 90 kHz). */
  readonly timestamp: number;
  /** Ends a frame. */
  readonly marker: boolean;
  readonly payload: Uint8Array;
}

/** Media that repeats: Opus and VP8. */
export interface LoadMedia {
  readonly packets: readonly LoadPacket[];
  /** Length of the loop, milliseconds. */
  readonly duration: number;
}

const DURATION = 4_000;
const AUDIO_INTERVAL = 20;
const FRAME_INTERVAL = 40;
const LARGEST_PAYLOAD = 1_150;
/** 20 ms of Opus silence, padded by the encoder's rules to about 32 kbit/s. */
const SOUND = Uint8Array.from([0xf8, 0xff, 0xfe, ...new Array<number>(77).fill(0)]);
const AUDIO_BITRATE = (SOUND.length * 8 * 1_000) / AUDIO_INTERVAL;

/**
 * Media with the sizes and the pace of a real encoder's, and contents no decoder wants: for what
 * only counts, forwards and encrypts. A key frame begins each loop.
 *
 * @param bitrate of audio and video together, bits per second; at least 50 000
 */
export function syntheticMedia(bitrate: number): LoadMedia {
  const video = Math.max(bitrate - AUDIO_BITRATE, 10_000);
  const frameBytes = Math.ceil((video * FRAME_INTERVAL) / 8_000);
  const packets = [...soundPackets(), ...pictures(frameBytes)];
  return { packets: packets.sort((one, other) => one.at - other.at), duration: DURATION };
}

function soundPackets(): readonly LoadPacket[] {
  return times(DURATION / AUDIO_INTERVAL).map((index) => ({
    kind: 'audio',
    at: index * AUDIO_INTERVAL,
    timestamp: index * AUDIO_INTERVAL * 48,
    marker: false,
    payload: SOUND,
  }));
}

function pictures(frameBytes: number): readonly LoadPacket[] {
  return times(DURATION / FRAME_INTERVAL).flatMap((frame) => {
    const parts = Math.ceil(frameBytes / LARGEST_PAYLOAD);
    return times(parts).map((part) => ({
      kind: 'video' as const,
      at: frame * FRAME_INTERVAL,
      timestamp: frame * FRAME_INTERVAL * 90,
      marker: part === parts - 1,
      payload: picturePart(Math.ceil(frameBytes / parts), part === 0, frame === 0),
    }));
  });
}

/** A VP8 payload descriptor (RFC 7741, section 4.2) and, at a frame's start, its tag (RFC 6386, 9.1). */
function picturePart(bytes: number, isStart: boolean, isKeyFrame: boolean): Uint8Array {
  const payload = new Uint8Array(Math.max(bytes, 16));
  payload[0] = isStart ? 0x10 : 0x00;
  if (!isStart) return payload;
  payload[1] = isKeyFrame ? 0x10 : 0x11;
  // Start code and 320 × 240 of a key frame.
  if (isKeyFrame) payload.set([0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00], 4);
  return payload;
}

function times(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
