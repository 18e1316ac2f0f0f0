import {
  attribute,
  mediaKind,
  mediaProtocol,
  parseSdp,
  type SessionDescription,
} from './session-description.js';

const REQUIRED = ['ice-ufrag', 'ice-pwd', 'fingerprint'] as const;

/**
 * Why an answer cannot belong to the offer (RFC 9429, section 5.8.3; C-33); undefined when it can.
 *
 * The RFC's own example answer, with port 0 and bundle-only, passes (C-34).
 */
export function answerFault(offerText: string, answerText: string): string | undefined {
  const offer = parseSdp(offerText);
  const answer = parseSdp(answerText);
  if (answer.session[0] !== 'v=0') return 'The answer is no SDP.';
  if (answer.media.length !== offer.media.length)
    return `The answer has ${answer.media.length} media sections, the offer ${offer.media.length}.`;
  const odd = offer.media.findIndex((section, index) => {
    const other = answer.media[index] ?? [];
    return (
      mediaKind(section) !== mediaKind(other) || mediaProtocol(section) !== mediaProtocol(other)
    );
  });
  if (odd !== -1) return `Media section ${odd + 1} is not the one of the offer.`;
  return missingTransport(answer);
}

function missingTransport(answer: SessionDescription): string | undefined {
  const everything = [answer.session, ...answer.media].flat();
  const missing = REQUIRED.find((name) => attribute(everything, name) === undefined);
  return missing && `The answer has no a=${missing}.`;
}
