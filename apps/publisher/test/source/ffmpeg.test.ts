import { describe, expect, it } from '@jest/globals';
import { VIDEO_CODECS } from '../../src/cli/options.js';
import { offered } from '../../src/peer/codecs.js';
import {
  encoderFor,
  rateOptions,
  readEncoders,
  readMajorVersion,
} from '../../src/source/ffmpeg-encoders.js';
import { type FfmpegMedia, ffmpegPlan } from '../../src/source/ffmpeg-plan.js';
import { FfmpegProgress } from '../../src/source/ffmpeg-progress.js';
import type { TrackPorts } from '../../src/source/media-source.js';
import { testPattern } from '../../src/source/test-pattern.js';

/** As ffmpeg 5.1 prints them, shortened. */
const LISTING = `Encoders:
 V..... = Video
 A..... = Audio
 ------
 V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
 V....D libvpx               libvpx VP8 (codec vp8)
 V....D libvpx-vp9           libvpx VP9 (codec vp9)
 V..... libsvtav1            SVT-AV1(Scalable Video Technology for AV1) encoder (codec av1)
 A..... libopus              libopus Opus (codec opus)
`;
const ALL = readEncoders(LISTING);

const PATTERN = testPattern({ width: 640, height: 360, frameRate: 25 });
const MEDIA: FfmpegMedia = {
  title: 'a test pattern',
  inputs: [PATTERN.video, PATTERN.audio],
  maps: { audio: '1:a:0', video: '0:v:0' },
  size: undefined,
  video: { bitrate: 1_000_000, frameRate: undefined, keyframeInterval: 2 },
  videoCodec: 'auto',
};

const track = (codec: TrackPorts['codec'], rtp: number): TrackPorts => ({
  kind: offered(codec).kind,
  codec,
  payloadType: offered(codec).payloadType,
  rtp,
  rtcp: rtp + 1,
  feedback: undefined,
});

function args(media: Partial<FfmpegMedia>, ...tracks: readonly TrackPorts[]): readonly string[] {
  const { program, args: given } = ffmpegPlan({ ...MEDIA, ...media }, ALL).command(tracks);
  expect(program).toBe('ffmpeg');
  return given;
}

const after = (list: readonly string[], option: string) => list[list.indexOf(option) + 1];

describe('FFmpeg’s encoders', () => {
  it('are read from its list, without the explanations above it', () => {
    expect([...ALL]).toEqual(['libx264', 'libvpx', 'libvpx-vp9', 'libsvtav1', 'libopus']);
  });

  it.each([
    ['h264', 'libx264'],
    ['vp8', 'libvpx'],
    ['vp9', 'libvpx-vp9'],
    ['av1', 'libsvtav1'],
    ['opus', 'libopus'],
    ['pcmu', undefined],
  ] as const)('%s is made by %s', (codec, name) => {
    expect(encoderFor(codec, ALL)?.name).toBe(name);
  });

  it('fall back to what is there', () => {
    expect(encoderFor('h264', new Set(['libopenh264']))?.name).toBe('libopenh264');
  });

  it('make a key frame as often as wanted, whatever the frame rate', () => {
    const options = rateOptions(MEDIA.video);
    expect(after(options, '-force_key_frames')).toBe('expr:gte(t,n_forced*2)');
    expect(Number(after(options, '-g'))).toBeGreaterThanOrEqual(2 * 60);
    for (const name of ['-b:v', '-maxrate']) expect(after(options, name)).toBe('1000000');
  });
});

describe('FFmpeg’s version', () => {
  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright', 5],
    ['ffmpeg version n8.0.1 Copyright', 8],
    ['ffmpeg version N-120000-gabcdef Copyright', undefined],
  ])('%s', (text, major) => {
    expect(readMajorVersion(text)).toBe(major);
  });
});

describe('what is offered', () => {
  it.each([
    ['auto', ['opus', 'H264', 'VP8']],
    ['h264', ['opus', 'H264']],
    ['vp8', ['opus', 'VP8']],
    ['vp9', ['opus', 'VP9']],
    ['av1', ['opus', 'AV1']],
  ] as const)('for --video-codec %s is %j', (videoCodec, names) => {
    const { codecs } = ffmpegPlan({ ...MEDIA, videoCodec }, ALL);
    expect(codecs.map(({ name }) => name)).toEqual(names);
    expect(VIDEO_CODECS).toContain(videoCodec);
  });

  it('leaves out what this FFmpeg cannot encode', () => {
    const { codecs } = ffmpegPlan(MEDIA, new Set(['libvpx', 'libopus']));
    expect(codecs.map(({ name }) => name)).toEqual(['opus', 'VP8']);
  });

  it('is refused when it can encode none of it, with the names of what would do', () => {
    expect(() => ffmpegPlan(MEDIA, new Set(['libx264']))).toThrow(/cannot encode opus.*libopus/);
    const only = { ...MEDIA, maps: { video: '0:v:0' }, videoCodec: 'vp9' } as const;
    expect(() => ffmpegPlan(only, new Set(['libx264']))).toThrow(
      expect.objectContaining({ ending: 'no-program' }),
    );
  });
});

describe('FFmpeg’s command line', () => {
  const both = args({}, track('opus', 5000), track('h264', 5002));

  it('reads every input at its pace', () => {
    expect(both.filter((word) => word === '-re')).toHaveLength(2);
    expect(after(both, '-i')).toBe('testsrc2=size=640x360:rate=25');
  });

  it('sends both tracks from one muxer, in packets that fit', () => {
    expect(both.at(-2)).toBe('tee');
    expect(both.at(-1)?.split('|')).toEqual([
      '[f=rtp:select=0:payload_type=111]rtp://127.0.0.1:5000?rtcpport=5001&pkt_size=1200',
      '[f=rtp:select=1:payload_type=102:bsfs=dump_extra]rtp://127.0.0.1:5002?rtcpport=5003&pkt_size=1200',
    ]);
  });

  it('encodes H264 so that nothing is held back and every browser decodes it', () => {
    expect(after(both, '-c:v')).toBe('libx264');
    expect(after(both, '-tune')).toBe('zerolatency');
    expect(after(both, '-profile:v')).toBe('baseline');
    expect(after(both, '-bf')).toBe('0');
    expect(after(both, '-map')).toBe('1:a:0');
  });

  it('encodes what the server agreed to, and no more', () => {
    const vp8 = args({}, track('vp8', 5002));
    expect(after(vp8, '-c:v')).toBe('libvpx');
    expect(vp8).not.toContain('-c:a');
    expect(vp8.at(-1)).toMatch(/^\[f=rtp:select=0:payload_type=96\]/);
  });

  it.each([
    [{}, 'scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p'],
    [
      { size: { width: 640, height: 480 } },
      'scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1,format=yuv420p',
    ],
    [
      { video: { ...MEDIA.video, frameRate: 15 } },
      'fps=15,scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p',
    ],
  ])('fits the picture: %j', (media, filters) => {
    expect(after(args(media, track('vp8', 1)), '-vf')).toBe(filters);
  });
});

describe('FFmpeg’s progress', () => {
  it('is told block by block', () => {
    const progress = new FfmpegProgress();
    progress.take('fps=29.97');
    progress.take('speed=1.01x');
    expect(progress.latest).toBeUndefined();
    progress.take('progress=continue');
    expect(progress.latest).toEqual({ framesPerSecond: 29.97, speed: 1.01 });
    for (const line of ['fps=0.00', 'speed=N/A', 'progress=continue']) progress.take(line);
    expect(progress.latest).toEqual({ framesPerSecond: undefined, speed: undefined });
  });
});
