import { attribute, mediaKind, parseSdp } from '../sdp/session-description.js';

/**
 * The rids that an answer takes (RFC 8853, section 5.3.3); none when it has no simulcast (C-35).
 * Of alternatives, `a,b`, any may be sent; `~` marks a layer that is not wanted at once.
 */
export function answeredLayers(answer: string): readonly string[] {
  const video = parseSdp(answer).media.find((section) => mediaKind(section) === 'video') ?? [];
  const [, list = ''] = /(?:^| )recv ([^ ]+)/.exec(attribute(video, 'simulcast') ?? '') ?? [];
  return list
    .split(/[;,]/)
    .map((rid) => rid.replace(/^~/, ''))
    .filter(Boolean);
}
