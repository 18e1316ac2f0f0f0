import { attribute, isRefused, parseSdp, type SessionDescription } from './session-description.js';

const REQUIRED = ['ice-ufrag', 'ice-pwd', 'fingerprint'] as const;

/**
 * Why an answer cannot belong to the offer (RFC 9429, section 5.8.3; C-33); undefined when it can.
 *
 * The RFC's own example answer, with port 0 and bundle-only, passes (C-34).
 */
export function answerFault(offerText: string, answerText: string): string | undefined {
  const answer = parseSdp(answerText);
  if (answer.session[0] !== 'v=0') return 'The answer is no SDP.';
  const [offered, answered] = [parseSdp(offerText), answer].map(sections);
  if (offered !== answered) return `The answer has ${answered}, the offer ${offered}.`;
  if (answer.media.every(isRefused)) return 'The server takes no media.';
  return missingTransport(answer);
}

/** Kinds and transport protocols: `audio UDP/TLS/RTP/SAVPF, video UDP/TLS/RTP/SAVPF`. */
function sections({ media }: SessionDescription): string {
  return media.map(([line = '']) => line.replace(/^m=(\S+) \S+ (\S+).*/, '$1 $2')).join(', ');
}

function missingTransport(answer: SessionDescription): string | undefined {
  const everything = [answer.session, ...answer.media].flat();
  const missing = REQUIRED.find((name) => attribute(everything, name) === undefined);
  return missing && `The answer has no a=${missing}.`;
}
