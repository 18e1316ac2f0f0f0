import type { OfferProfile } from './checked-offer.js';
import type { DraftSection } from './offer-draft.js';
import { type OfferRule, refuse } from './offer-rule.js';

const FORBIDDEN_DIRECTIONS: Record<OfferProfile, readonly string[]> = {
  // RFC 9725, section 4.2: "The WHIP client … MUST NOT use recvonly or inactive" (S-08).
  publish: ['recvonly', 'inactive'],
  // WHEP draft-03, section 4.2: the player's offer must not be sendonly or inactive.
  watch: ['sendonly', 'inactive'],
};

const SECURE_PROTOCOLS = /^(UDP|TCP\/DTLS|TCP|UDP\/DTLS)(\/TLS)?\/RTP\/SAVPF?$/;

/** Checks of which tracks there are and which way they go: a 422. */
export const TRACK_RULES: readonly OfferRule[] = [
  {
    id: 'S-20',
    check({ sections }, tolerance) {
      for (const { kind, name } of sections) {
        if (kind === 'audio' || kind === 'video') continue;
        if (kind !== 'application')
          refuse('offer-unsupported', this.id, `${name} cannot be taken: only audio and video.`);
        tolerance.allow('data-channel-offered', 'The offer has a data-channel section.');
      }
    },
  },
  {
    id: 'S-18',
    check({ tracks }) {
      if (tracks.length === 0)
        refuse('offer-unsupported', this.id, 'The offer has no audio and no video section.');
      const dead = tracks.find((section) => section.port === 0 && !section.bundleOnly);
      if (dead) refuse('offer-unsupported', this.id, `${dead.name} is switched off (port 0).`);
    },
  },
  {
    id: 'S-17',
    check({ tracks }) {
      for (const kind of ['audio', 'video']) {
        if (tracks.filter((section) => section.kind === kind).length > 1)
          refuse('offer-unsupported', this.id, `The offer has more than one ${kind} section.`);
      }
    },
  },
  {
    id: 'S-08',
    check({ tracks, profile }) {
      const wrong = tracks.find(({ direction }) =>
        FORBIDDEN_DIRECTIONS[profile].includes(direction),
      );
      if (wrong)
        refuse('offer-unsupported', this.id, `${wrong.name} is offered ${wrong.direction}.`);
    },
  },
  {
    id: 'S-24',
    check({ tracks }) {
      const plain = tracks.find(({ protocol }) => !SECURE_PROTOCOLS.test(protocol));
      if (plain)
        refuse('offer-unsupported', this.id, `${plain.name} is not DTLS-SRTP (${plain.protocol}).`);
    },
  },
  {
    id: 'S-18',
    check({ tracks, profile }, tolerance) {
      if (profile === 'watch') return;
      // RFC 9725, section 4.4.2: all m= sections MUST contain the same MediaStream id (X9).
      for (const section of tracks) {
        if (section.own('msid') === undefined)
          tolerance.allow('msid-missing', `${section.name} has no a=msid.`);
      }
      if (new Set(tracks.flatMap(streamId)).size > 1)
        tolerance.allow('msid-differs', 'The sections belong to different media streams.');
    },
  },
];

function streamId(section: DraftSection): readonly string[] {
  const value = section.own('msid');
  return value === undefined ? [] : [value.split(' ')[0] ?? ''];
}
