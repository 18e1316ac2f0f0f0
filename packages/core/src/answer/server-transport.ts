import type { FragmentFrame } from '../fragment/print-fragment.js';
import { readOfferDraft, taggedSection } from '../offer/offer-draft.js';
import type { IceCredentials } from '../sdp/candidate.js';
import { attribute, attributes, hasAttribute } from '../sdp/sdp-text.js';

/** The server's side of the ICE transport, as its first description tells. */
export interface ServerTransport {
  readonly ice: IceCredentials;
  /** What a restart body repeats (S-94). */
  readonly frame: FragmentFrame;
  /** True when the server offers TCP candidates: the session may run over TCP. */
  readonly offersTcp: boolean;
}

/** What the client was told of the server: its answer, empty after a counter-offer. */
export interface ServerDescription extends ServerTransport {
  readonly text: string;
  /** Ids of the `count` rows of the answer rules that it misses. */
  readonly missed: readonly string[];
}

/** Session-level attributes a restart body repeats (RFC 9725, section 4.3.3). */
const REPEATED = ['ice-pacing', 'ice-options', 'group'] as const;

export function serverTransport(
  session: readonly string[],
  tagged: readonly string[],
): ServerTransport {
  const read = (name: string) => attribute(tagged, name) ?? attribute(session, name) ?? '';
  const repeated = REPEATED.flatMap((name) =>
    attributes(session, name).map((value) => `a=${name}:${value}`),
  );
  return {
    ice: { ufrag: read('ice-ufrag'), pwd: read('ice-pwd') },
    frame: {
      session: [...(hasAttribute(session, 'ice-lite') ? ['a=ice-lite'] : []), ...repeated],
      mediaLine: tagged[0] ?? '',
    },
    offersTcp: attributes(tagged, 'candidate').some((value) => / tcp /i.test(value)),
  };
}

/**
 * Reads a backend's counter-offer (WHEP draft-03, section 4.2).
 *
 * @throws WhipError `answer-unusable` when it is no session description
 */
export function describeCounterOffer(text: string): ServerDescription {
  const draft = readOfferDraft(text, 'publish', 'answer-unusable');
  const transport = serverTransport(draft.session, taggedSection(draft)?.lines ?? []);
  return { text: '', missed: [], ...transport };
}
