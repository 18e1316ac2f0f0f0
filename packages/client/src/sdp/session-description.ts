/** One m= section, or the lines before the first one. Lines are without their line ends. */
export type SdpLines = readonly string[];

/** An SDP text cut into sections. The text of RFC 8866 is CRLF-ended; bare LF is read too. */
export interface SessionDescription {
  readonly session: SdpLines;
  readonly media: readonly SdpLines[];
}

/** Lines of an SDP text or fragment, without empty ones. */
export function linesOf(text: string): SdpLines {
  return text.split(/\r?\n/).filter(Boolean);
}

export function parseSdp(text: string): SessionDescription {
  const lines = linesOf(text);
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  return {
    session: lines.slice(0, starts[0] ?? lines.length),
    media: starts.map((start, index) => lines.slice(start, starts[index + 1])),
  };
}

export function printSdp({ session, media }: SessionDescription): string {
  return printLines([...session, ...media.flat()]);
}

export function printLines(lines: SdpLines): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Value of the first `a=name:value` line; empty for `a=name`; undefined without such a line. */
export function attribute(lines: SdpLines, name: string): string | undefined {
  const line = lines.find((text) => text === `a=${name}` || text.startsWith(`a=${name}:`));
  return line?.slice(name.length + 3);
}

/** `audio`, `video`, … of an m= section. */
export function mediaKind(section: SdpLines): string {
  return /^m=(\S+)/.exec(section[0] ?? '')?.[1] ?? '';
}

/** Port 0 with bundle-only: part of the bundle that must repeat nothing (RFC 9143, section 7.1.3). */
export function isBundleOnly(section: SdpLines): boolean {
  return hasPortZero(section) && section.includes('a=bundle-only');
}

/** Port 0 is a refusal (RFC 9429, section 5.3.1), unless the bundle explains it (C-34). */
export function isRefused(section: SdpLines): boolean {
  return hasPortZero(section) && !isBundleOnly(section);
}

function hasPortZero(section: SdpLines): boolean {
  return /^m=\S+ 0 /.test(section[0] ?? '');
}
