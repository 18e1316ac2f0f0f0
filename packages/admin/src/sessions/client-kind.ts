import type { Client, ClientKind } from '../wire/index.js';

// biome-ignore format: one row a line, read it as a table
/** The first row that fits tells the kind: browsers name each other, so the order matters. */
const PATTERNS: readonly (readonly [kind: ClientKind, pattern: RegExp])[] = [
  ['whip-publish', /^(?:whip-publish|@whipway\/)/i],
  ['obs',          /\bOBS[-/ ]|obs-studio/i],
  ['ffmpeg',       /^Lavf\/|ffmpeg/i],
  ['gstreamer',    /gstreamer|\bgst-|simple-whip-client|souphttpsrc|libsoup|whipclientsink/i],
  ['whip-go',      /whip-go|^Go-http-client/i],
  ['larix',        /larix/i],
  ['firefox',      /\bFirefox\//],
  ['chromium',     /\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//],
  ['safari',       /\bSafari\//],
];

/** What a client is, by its User-Agent. */
export function clientOf(userAgent: string): Client {
  const row = PATTERNS.find(([, pattern]) => pattern.test(userAgent));
  return { kind: row?.[0] ?? 'other', userAgent };
}
