/** Hertz, one a second: a pentatonic phrase that nobody minds hearing again. */
const MELODY = [523.25, 659.25, 783.99, 659.25, 587.33, 783.99, 880, 783.99] as const;
const PAD = [130.81, 196, 261.63] as const;
const PING_SECONDS = 0.5;

export interface TestTone {
  readonly track: MediaStreamTrack;
  readonly stop: () => void;
}

/**
 * A soft note on every full second over a quiet chord. Made once as a loop, so no timer can stutter.
 *
 * Needs a click on the page before it sounds (autoplay rules of browsers).
 */
export function createTestTone(): TestTone {
  const context = new AudioContext({ sampleRate: 48_000 });
  const target = context.createMediaStreamDestination();
  const source = new AudioBufferSourceNode(context, {
    buffer: renderLoop(context),
    loop: true,
  });
  source.connect(target);
  // Notes fall on full seconds of the clock in the picture.
  const intoLoop = (Date.now() / 1000) % MELODY.length;
  source.start(0, intoLoop);
  void context.resume();
  const [track] = target.stream.getAudioTracks();
  if (!track) throw new Error('This browser cannot make a tone.');
  return {
    track,
    stop: () => {
      track.stop();
      void context.close();
    },
  };
}

function renderLoop(context: AudioContext): AudioBuffer {
  const { sampleRate } = context;
  const buffer = context.createBuffer(1, sampleRate * MELODY.length, sampleRate);
  const samples = buffer.getChannelData(0);
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = toneAt(index / sampleRate);
  return buffer;
}

/** @param time seconds into the loop. @returns −1 to 1. */
export function toneAt(time: number): number {
  const second = Math.floor(time);
  const note = MELODY[second % MELODY.length] ?? 0;
  const inside = time - second;
  const attack = Math.min(1, inside / 0.008);
  const ping = inside < PING_SECONDS ? attack * Math.exp(-inside * 9) : 0;
  const chord = PAD.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * time), 0);
  return 0.3 * ping * Math.sin(2 * Math.PI * note * inside) + 0.012 * chord;
}
