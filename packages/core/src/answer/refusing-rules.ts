import { WhipError } from '../errors/whip-error.js';
import { mediaCodecNames } from '../offer/codecs.js';
import { readFingerprint } from '../sdp/fingerprint.js';
import { credentialsFault } from '../sdp/ice-credentials.js';
import type { AnswerDraft, AnswerSection } from './answer-draft.js';
import { type AnswerRule, unusable } from './answer-rule.js';

const ROLES: Readonly<Record<string, readonly string[]>> = {
  actpass: ['active', 'passive'],
  active: ['passive'],
  passive: ['active'],
};

/** RFC 9143, section 7.1.3 lets a bundled section say port 0; it is dead only without bundle-only. */
function isDead(section: AnswerSection): boolean {
  return section.direction === 'inactive' || (section.port === 0 && !section.has('bundle-only'));
}

/** What no repair can mend. */
export const REFUSING_RULES: readonly AnswerRule[] = [
  {
    id: 'S-02',
    does: 'refuse',
    apply({ sections, offer }) {
      if (sections.length !== offer.media.length)
        unusable(
          this.id,
          `there are ${sections.length} sections for ${offer.media.length} offered`,
        );
      for (const section of sections) {
        const { kind, mid } = section.offered ?? {};
        if (section.kind !== kind) unusable(this.id, `${section.name} stands for a ${kind} one`);
        // RFC 8829, section 5.3.1: a rejected section has nothing but its m= line.
        if (section.mid === '' && isDead(section)) continue;
        if (mid && section.mid !== mid) unusable(this.id, `${section.name} has another mid`);
      }
    },
  },
  {
    id: 'S-20',
    does: 'refuse',
    apply({ sections }) {
      // RFC 9725, section 4.4.3: reject the POST, not the section.
      for (const section of sections) if (isDead(section)) refuseDeadSection(section);
    },
  },
  {
    id: 'S-24',
    does: 'refuse',
    apply(draft) {
      const tagged = requireTagged(draft);
      const [ufrag = ''] = draft.effective(tagged, 'ice-ufrag');
      const [pwd = ''] = draft.effective(tagged, 'ice-pwd');
      const fault = credentialsFault({ ufrag, pwd });
      if (fault) unusable(this.id, fault);
      const fingerprints = draft.effective(tagged, 'fingerprint');
      if (!fingerprints.some((value) => readFingerprint(value)))
        unusable(this.id, 'there is no usable a=fingerprint');
    },
  },
  {
    id: 'S-12',
    does: 'refuse',
    apply(draft) {
      const ufrags = draft.sections.flatMap(
        (section) => draft.effective(section, 'ice-ufrag')[0] ?? [],
      );
      if (new Set(ufrags).size > 1) unusable(this.id, 'the sections are separate ICE transports');
    },
  },
  {
    id: 'S-10',
    does: 'refuse',
    apply(draft) {
      // RFC 9725, section 4.3.2: the server MUST gather all its candidates before responding.
      if (!requireTagged(draft).has('candidate')) unusable(this.id, 'there is no ICE candidate');
    },
  },
  {
    id: 'S-22',
    does: 'refuse',
    apply(draft) {
      const [setup = '(missing)'] = draft.effective(requireTagged(draft), 'setup');
      if (!ROLES[draft.offer.setup]?.includes(setup))
        unusable(this.id, `a=setup:${setup} does not fit the offered ${draft.offer.setup}`);
    },
  },
  {
    id: 'S-27',
    does: 'refuse',
    apply({ sections }) {
      for (const section of sections) {
        const offered = new Set(section.offered?.rids.map(({ rid }) => rid));
        const added = section.all('rid').find((value) => !offered.has(value.split(' ')[0] ?? ''));
        // RFC 8853, section 5.3.2: an answerer MUST NOT add simulcast streams.
        if (added !== undefined)
          unusable(this.id, `${section.name} has a rid that was not offered`);
      }
    },
  },
];

function requireTagged(draft: AnswerDraft): AnswerSection {
  return draft.tagged ?? unusable('S-02', 'there is no section');
}

function refuseDeadSection(section: AnswerSection): never {
  const offered = section.offered ? mediaCodecNames(section.offered) : [];
  const taken = section.all('rtpmap').map((value) => (value.split(' ')[1] ?? '').split('/')[0]);
  throw new WhipError(
    'codec-unsupported',
    `The media server refused ${section.name}: it was offered ${offered.join(', ') || 'no codec'}${taken.length > 0 ? ` and takes ${taken.join(', ').toLowerCase()}` : ''}.`,
    { rule: 'S-20' },
  );
}
