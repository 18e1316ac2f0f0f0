const BASE = 'gstreamer1.0-plugins-base';
const GOOD = 'gstreamer1.0-plugins-good';
const BAD = 'gstreamer1.0-plugins-bad';
const UGLY = 'gstreamer1.0-plugins-ugly';

/** Which Debian package has which elements (bookworm); the first row that fits counts. */
// biome-ignore format: one package a line, read it as a table
const PACKAGES: readonly (readonly [elements: RegExp, debian: string])[] = [
  [/^(?:x264enc|a52dec|mpeg2dec|asfdemux)$/, UGLY],
  [/^av(?:enc|dec|demux|mux)_/,            'gstreamer1.0-libav'],
  [/^alsa(?:src|sink)$/,                   'gstreamer1.0-alsa'],
  [/^pipewire(?:src|sink)$/,               'gstreamer1.0-pipewire'],
  [/^nice(?:src|sink)$/,                   'gstreamer1.0-nice'],
  [/^(?:text|clock|time)overlay$/,         'gstreamer1.0-x'],
  [/^(?:opus|vorbis|theora|audio(?!parse)|video(?:test|convert|scale|rate|box)|(?:uri)?decodebin|playbin|app(?:src|sink)|tcp|giosrc|ogg|volume|compositor)/, BASE],
  [/^(?:vp[89](?:enc|dec)|rtp|rtsp|udp|v4l2|pulse|ximage|qt(?:demux|mux)|mp4mux|matroska|webmmux|souphttp|jpeg|png|mpg123|lame|wav|flv|icyd|video(?:crop|flip|mixer|balance))/, GOOD],
  [/^(?:x265|av1|svt|openh264|h26[45]parse|mpegts|ts(?:demux|parse)|srt|rtmp|nv|va|hls|dash|webrtc|dtls|voaac|fdkaac|decklink|wayland|kms|dvb)/, BAD],
];

/** Elements that no package of Debian 12 has. */
const ELSEWHERE = /^(?:rtpav1pay|rtpav1depay|whip|whep|webrtcsink|ndi)/;

/** How to get an element of GStreamer that is missing. */
export function howToGetElement(element: string): string {
  if (ELSEWHERE.test(element))
    return 'It is in gst-plugins-rs, which Debian 12 does not have. With Homebrew: brew install gstreamer.';
  const found = PACKAGES.find(([elements]) => elements.test(element))?.[1];
  const debian =
    found ?? `the package that has it (apt-file search, or ${BASE}, ${GOOD}, ${BAD}, ${UGLY})`;
  return `On Debian and Ubuntu: apt install ${debian}. With Homebrew: brew install gstreamer.`;
}
