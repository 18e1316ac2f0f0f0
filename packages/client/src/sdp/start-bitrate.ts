import { mediaKind, parseSdp, printSdp, type SdpLines } from './session-description.js';

/** Codecs that are pictures themselves, not repair of others. */
const PICTURES = new Set(['VP8', 'VP9', 'H264', 'H265', 'AV1']);

/**
 * The answer with Chromium's own hint at which bitrate to begin. Without it a picture begins small
 * and blurred and grows for half a minute. Other browsers ignore it.
 *
 * @param bitsPerSecond undefined leaves the answer as it is.
 */
export function withStartBitrate(answer: string, bitsPerSecond: number | undefined): string {
  if (bitsPerSecond === undefined) return answer;
  const hint = `x-google-start-bitrate=${Math.round(bitsPerSecond / 1000)}`;
  const { session, media } = parseSdp(answer);
  return printSdp({
    session,
    media: media.map((section) =>
      mediaKind(section) === 'video' ? hinted(section, hint) : section,
    ),
  });
}

function hinted(section: SdpLines, hint: string): SdpLines {
  return section.flatMap((line) => {
    const [, payload = '', codec = ''] = /^a=rtpmap:(\d+) ([^/]+)/.exec(line) ?? [];
    const format = /^a=fmtp:(\d+) /.exec(line)?.[1];
    if (format !== undefined && isPicture(section, format)) return [`${line};${hint}`];
    if (!PICTURES.has(codec.toUpperCase()) || hasFormat(section, payload)) return [line];
    return [line, `a=fmtp:${payload} ${hint}`];
  });
}

function isPicture(section: SdpLines, payload: string): boolean {
  const map = section.find((line) => line.startsWith(`a=rtpmap:${payload} `));
  return PICTURES.has(/ ([^/]+)/.exec(map ?? '')?.[1]?.toUpperCase() ?? '');
}

function hasFormat(section: SdpLines, payload: string): boolean {
  return section.some((line) => line.startsWith(`a=fmtp:${payload} `));
}
