import { describe, expect, it } from '@jest/globals';
import type { MediaKind } from '../../src/peer/codecs.js';
import { gstArguments, isDebugging, tellsEndOf } from '../../src/source/gst-arguments.js';
import { howToGetElement } from '../../src/source/gst-packages.js';
import { readPipeline, splitWords } from '../../src/source/gst-pipeline.js';
import { gstPlan } from '../../src/source/gst-plan.js';

/** The talk's own. */
const AUDIO =
  'audiotestsrc is-live=true wave=red-noise ! audioconvert ! audioresample ! queue ! opusenc ! rtpopuspay pt=100 ssrc=1 ! queue ! application/x-rtp,media=audio,encoding-name=OPUS,payload=100';
const VIDEO =
  'videotestsrc is-live=true pattern=ball ! videoconvert ! queue ! vp8enc deadline=1 ! rtpvp8pay pt=96 ssrc=2 ! queue ! application/x-rtp,media=video,encoding-name=VP8,payload=96';

describe('a pipeline', () => {
  // biome-ignore format: one pipeline a line, read it as a table
  const CASES: readonly (readonly [MediaKind, string, string, number])[] = [
    ['audio', AUDIO, 'opus', 100],
    ['video', VIDEO, 'VP8', 96],
    ['video', 'x ! rtph264pay ! application/x-rtp, media=(string)video, encoding-name=(string)H264, payload=(int)97', 'H264', 97],
    ['video', 'x ! application/x-rtp,encoding-name="VP9",payload=98 !', 'VP9', 98],
    ['video', 'x ! vp8enc ! rtpvp8pay pt=120', 'VP8', 120],
    ['video', 'x ! vp8enc ! rtpvp8pay ! queue', 'VP8', 96],
    ['video', 'x ! rtpav1pay', 'AV1', 106],
    ['audio', 'x ! rtppcmupay', 'PCMU', 0],
    ['audio', 'udpsrc ! application/x-rtp,encoding-name=PCMA,payload=8 ! rtpjitterbuffer ! application/x-rtp,encoding-name=OPUS', 'opus', 111],
  ];

  it.each(CASES)('%s %s: %s as %i', (kind, text, name, payloadType) => {
    expect(readPipeline(kind, text).codec).toMatchObject({ name, payloadType, kind });
  });

  it.each([
    ['video', 'videotestsrc ! vp8enc', /RTP payloader/],
    ['video', AUDIO, /makes OPUS, which is no video codec/],
    ['video', 'x ! rtptheorapay', /makes theora/],
  ] as const)('%s %s is refused', (kind, text, message) => {
    expect(() => readPipeline(kind, text)).toThrow(message);
    expect(() => readPipeline(kind, text)).toThrow(expect.objectContaining({ ending: 'usage' }));
  });

  it('is cut into words as a shell does it, with the quotes GStreamer reads', () => {
    expect(splitWords('a  b="c d" ! e=\'f g\' h\\ i "j \\" k"')).toEqual([
      'a',
      'b="c d"',
      '!',
      'e="f g"',
      'h\\ i',
      '"j \\" k"',
    ]);
  });
});

describe('gst-launch', () => {
  const pipelines = [readPipeline('audio', AUDIO), readPipeline('video', VIDEO)];
  const ports = (kind: MediaKind, rtp: number, feedback?: number) => ({
    kind,
    codec: kind === 'audio' ? ('opus' as const) : ('vp8' as const),
    payloadType: 96,
    rtp,
    rtcp: rtp + 1,
    feedback,
  });
  const text = (jitterBuffer = -1) =>
    gstArguments(pipelines, [ports('audio', 5000), ports('video', 5002, 5010)], {
      jitterBuffer,
    }).join(' ');

  it('runs both pipelines as they stand, through one RTP session element', () => {
    expect(text()).toContain(`${AUDIO} ! whippublishrtp.send_rtp_sink_0`);
    expect(text()).toContain(`${VIDEO} ! whippublishrtp.send_rtp_sink_1`);
    expect(text()).toMatch(/^-q rtpbin name=whippublishrtp audiotestsrc/);
  });

  it('sends packets and reports of each to its ports, and takes requests for key frames', () => {
    expect(text()).toContain('send_rtp_src_1 ! udpsink host=127.0.0.1 port=5002 async=false');
    expect(text()).toContain(
      'send_rtcp_src_0 ! udpsink host=127.0.0.1 port=5001 sync=false async=false',
    );
    expect(text()).toContain(
      'udpsrc address=127.0.0.1 port=5010 caps=application/x-rtcp ! whippublishrtp.recv_rtcp_sink_1',
    );
    expect(text()).not.toContain('recv_rtcp_sink_0');
  });

  it('has the wanted latency', () => {
    expect(text(80)).toContain('name=whippublishrtp latency=80 ');
    expect(text()).not.toContain('latency');
  });

  it('leaves out what the server did not take', () => {
    const given = gstArguments(pipelines, [ports('video', 5002)], { jitterBuffer: -1 }).join(' ');
    expect(given).not.toContain('audiotestsrc');
    expect(given).toContain('send_rtp_sink_0');
  });
});

describe('the end of a stream', () => {
  /** As GStreamer 1.22 prints it. */
  const LINE =
    '0:00:00.170411502  2822 0x55b680a7c460 DEBUG              GST_EVENT gstpad.c:5860:gst_pad_send_event_unchecked:<foo:sink> have event type eos event: 0x7f718c003590, time 99:99:99.999999999, seq-num 19';

  it('is told by the sink of that name only', () => {
    expect(tellsEndOf(LINE, 'foo')).toBe(true);
    expect(tellsEndOf(LINE, 'oo')).toBe(false);
    expect(tellsEndOf(LINE.replace('eos', 'segment'), 'foo')).toBe(false);
  });

  it('is among lines that are not for people', () => {
    expect(isDebugging(LINE)).toBe(true);
    expect(isDebugging('WARNING: erroneous pipeline: no element "x"')).toBe(false);
  });

  it('is asked for only when somebody wants to know', () => {
    const media = { pipelines: [readPipeline('video', VIDEO)], jitterBuffer: -1 };
    expect(gstPlan({ ...media, eosSinkName: undefined }).command([])).not.toHaveProperty(
      'environment',
    );
    const plan = gstPlan({ ...media, eosSinkName: 'foo' });
    expect(plan.command([]).environment).toMatchObject({ GST_DEBUG: 'GST_EVENT:5' });
    expect(plan.tellsEnd?.(LINE)).toBe(true);
  });
});

describe('a missing element', () => {
  it.each([
    ['vp8enc', 'gstreamer1.0-plugins-good'],
    ['rtph264pay', 'gstreamer1.0-plugins-good'],
    ['rtpbin', 'gstreamer1.0-plugins-good'],
    ['opusenc', 'gstreamer1.0-plugins-base'],
    ['videotestsrc', 'gstreamer1.0-plugins-base'],
    ['audiotestsrc', 'gstreamer1.0-plugins-base'],
    ['x264enc', 'gstreamer1.0-plugins-ugly'],
    ['x265enc', 'gstreamer1.0-plugins-bad'],
    ['h264parse', 'gstreamer1.0-plugins-bad'],
    ['avdec_h264', 'gstreamer1.0-libav'],
    ['alsasrc', 'gstreamer1.0-alsa'],
    ['rtpav1pay', 'gst-plugins-rs'],
    ['unheardof', 'apt-file'],
  ])('%s is in %s', (element, where) => {
    expect(howToGetElement(element)).toContain(where);
    expect(howToGetElement(element)).toContain('brew install gstreamer');
  });
});
