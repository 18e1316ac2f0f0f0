import { mediaKind, parseSdp, printSdp, type SdpLines } from './session-description.js';

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
    const [, name, payload] = /^a=(rtpmap|fmtp):(\d+) /.exec(line) ?? [];
    const starting = (start: string) => section.find((other) => other.startsWith(start));
    // Not the formats that repair others.
    const picture = /\d (?:VP[89]|H26[45]|AV1)\//i.test(starting(`a=rtpmap:${payload} `) ?? '');
    if (!picture) return [line];
    if (name === 'fmtp') return [`${line};${hint}`];
    const format = `a=fmtp:${payload} `;
    return starting(format) ? [line] : [line, format + hint];
  });
}
