import { describe, expect, it } from '@jest/globals';
import { probeArguments, readInput, readKinds } from '../../src/source/input-source.js';
import { screenInput } from '../../src/source/screen-input.js';

const WISHES = { loop: false, frameRate: undefined };

describe('an input', () => {
  // biome-ignore format: one input a line, read it as a table
  it.each([
    ['clip.mp4',                 '-re',                                    'clip.mp4',             undefined],
    ['/tmp/a b.webm',            '-re',                                    '/tmp/a b.webm',        undefined],
    ['https://a.example/x.m3u8', '-re',                                    'https://a.example/x.m3u8', undefined],
    ['rtsp://cam/1',             '-rtsp_transport tcp -fflags nobuffer',   'rtsp://cam/1',         undefined],
    ['srt://a:9000',             '-fflags nobuffer',                       'srt://a:9000',         undefined],
    ['/dev/video0',              '-thread_queue_size 64 -f v4l2',          '/dev/video0',          ['video']],
    ['v4l2:/dev/video2',         '-thread_queue_size 64 -f v4l2',          '/dev/video2',          ['video']],
    ['pulse:default',            '-thread_queue_size 64 -f pulse',         'default',              ['audio']],
    ['alsa:hw:0,1',              '-thread_queue_size 64 -f alsa',          'hw:0,1',               ['audio']],
    ['avfoundation:0:0',         '-thread_queue_size 64 -f avfoundation',  '0:0',                  undefined],
    ['lavfi:mandelbrot',         '-re -f lavfi',                           'mandelbrot',           undefined],
    ['C:\\clip.mp4',             '-re',                                    'C:\\clip.mp4',         undefined],
  ])('%s', (text, options, url, kinds) => {
    const source = readInput(text, WISHES);
    expect({ ...source, options: source.options.join(' ') }).toEqual({ options, url, kinds });
  });

  it('is begun again with --loop, if it has an end', () => {
    const loop = { ...WISHES, loop: true };
    expect(readInput('clip.mp4', loop).options).toEqual(['-stream_loop', '-1', '-re']);
    expect(readInput('rtsp://cam/1', loop).options).not.toContain('-stream_loop');
  });

  it('that is a camera is asked for the wanted rate', () => {
    expect(readInput('/dev/video0', { ...WISHES, frameRate: 15 }).options).toContain('-framerate');
    expect(readInput('pulse:default', { ...WISHES, frameRate: 15 }).options).not.toContain(
      '-framerate',
    );
  });

  it('is looked into as it will be read, but at once', () => {
    expect(probeArguments(readInput('lavfi:mandelbrot', WISHES)).join(' ')).toBe(
      '-v error -f lavfi -show_entries stream=codec_type -of json -i mandelbrot',
    );
    expect(probeArguments(readInput('clip.mp4', WISHES))).not.toContain('-re');
  });

  it('has the kinds that ffprobe tells', () => {
    const streams = [{ codec_type: 'video' }, { codec_type: 'subtitle' }, { codec_type: 'audio' }];
    expect(readKinds(JSON.stringify({ streams }))).toEqual(['audio', 'video']);
    expect(readKinds('{}')).toEqual([]);
  });
});

describe('the screen', () => {
  const at = (platform: string, environment = {}) =>
    screenInput({ platform, environment, frameRate: 30 });

  it.each([
    ['linux', { DISPLAY: ':1' }, 'x11grab', ':1'],
    ['darwin', {}, 'avfoundation', 'Capture screen 0'],
    ['win32', {}, 'gdigrab', 'desktop'],
  ])('of %s', (platform, environment, format, url) => {
    const input = at(platform, environment);
    expect(input).toMatchObject({ url, kinds: ['video'] });
    expect(input.options).toContain(format);
  });

  it('that is not there is told, and what to do with Wayland', () => {
    expect(() => at('linux')).toThrow(/DISPLAY is not set/);
    expect(() => at('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toThrow(/pipewiresrc/);
    expect(() => at('linux')).toThrow(expect.objectContaining({ ending: 'media' }));
  });
});
