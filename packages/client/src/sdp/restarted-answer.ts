import { ClientError } from '../client-error.js';
import {
  attribute,
  isRefused,
  linesOf,
  parseSdp,
  printSdp,
  type SdpLines,
} from './session-description.js';

const REPLACED = ['ice-ufrag', 'ice-pwd', 'candidate', 'end-of-candidates'] as const;

/**
 * The first answer with the credentials and candidates of a restart fragment; all the rest stays
 * as it was (RFC 9725, section 4.3.3; C-19).
 *
 * @throws ClientError `answer-unusable` when the fragment has no credentials.
 */
export function restartedAnswer(answer: string, fragment: string): string {
  const lines = linesOf(fragment);
  const ufrag = attribute(lines, 'ice-ufrag');
  const pwd = attribute(lines, 'ice-pwd');
  if (!ufrag || !pwd) throw new ClientError('answer-unusable', 'The reply has no ICE credentials.');
  const candidates = lines.filter((line) => line.startsWith('a=candidate:'));
  const { session, media } = parseSdp(answer);
  const first = media.findIndex((section) => !isRefused(section));
  const fresh = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`];
  return printSdp({
    session: without(session),
    media: media.map((section, index) => [
      ...without(section),
      ...fresh,
      // One bundled transport: its candidates stand once.
      ...(index === first ? [...candidates, 'a=end-of-candidates'] : []),
    ]),
  });
}

function without(section: SdpLines): SdpLines {
  return section.filter(
    (line) => !REPLACED.some((name) => line === `a=${name}` || line.startsWith(`a=${name}:`)),
  );
}
