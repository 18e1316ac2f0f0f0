import type { IceCandidate } from '../sdp/candidate.js';
import { readFingerprint } from '../sdp/fingerprint.js';
import { isIpAddress } from '../sdp/ip-address.js';
import { candidateKey, isUsable, readCandidate } from '../sdp/read-candidate.js';
import { joinLines } from '../sdp/sdp-text.js';
import type {
  CheckedOffer,
  DroppedSection,
  OfferedExtension,
  OfferedMedia,
} from './checked-offer.js';
import { offeredCodecs } from './codecs.js';
import { type DraftSection, type OfferDraft, taggedSection } from './offer-draft.js';
import { offeredRids } from './simulcast-rule.js';

/** Puts a draft that passed every rule into the form that backends get. */
export function describeOffer(draft: OfferDraft): CheckedOffer {
  const tagged = taggedSection(draft);
  if (!tagged) throw new Error('an offer without a section passed the rules');
  return {
    profile: draft.profile,
    text: backendText(draft),
    media: draft.tracks.map(describeMedia),
    bundleTag: tagged.mid ?? '',
    ice: { ufrag: tagged.first('ice-ufrag') ?? '', pwd: tagged.first('ice-pwd') ?? '' },
    iceOptions: [...new Set(tagged.all('ice-options').flatMap((value) => value.split(/[ ,]+/)))],
    candidates: usableCandidates(draft),
    endOfCandidates: draft.tracks.some((section) => section.own('end-of-candidates') !== undefined),
    setup: tagged.first('setup') as CheckedOffer['setup'],
    fingerprints: tagged.all('fingerprint').flatMap((value) => readFingerprint(value) ?? []),
    droppedSections: draft.sections.filter(isDropped).map(describeDropped),
  };
}

function isDropped(section: DraftSection): boolean {
  return section.kind === 'application';
}

function describeDropped({ index, mid, mediaLine }: DraftSection): DroppedSection {
  return { index, mid, mediaLine };
}

function describeMedia(section: DraftSection): OfferedMedia {
  const groups = section.attributes.all('ssrc-group').map((value) => {
    const [semantics = '', ...ssrcs] = value.split(' ');
    return { semantics, ssrcs: ssrcs.map(Number) };
  });
  const ssrcs = section.attributes.all('ssrc').map((value) => Number(value.split(' ')[0]));
  return {
    kind: section.kind as OfferedMedia['kind'],
    mid: section.mid ?? '',
    direction: section.direction as OfferedMedia['direction'],
    codecs: offeredCodecs(section),
    extensions: section.attributes.all('extmap').flatMap(readExtension),
    ssrcs: [...new Set(ssrcs)].filter(Number.isSafeInteger),
    ssrcGroups: groups,
    rids: offeredRids(section),
  };
}

/** RFC 8285, section 8: `4 URI` or `4/sendonly URI`. */
function readExtension(value: string): readonly OfferedExtension[] {
  const match = /^(\d+)(?:\/\w+)? (\S+)/.exec(value);
  return match ? [{ id: Number(match[1]), uri: match[2] ?? '' }] : [];
}

function usableCandidates(draft: OfferDraft): readonly IceCandidate[] {
  const read = draft.tracks.flatMap(({ attributes }) =>
    attributes.all('candidate').map(readCandidate),
  );
  const byKey = new Map<string, IceCandidate>();
  for (const entry of read) {
    if ('fault' in entry || entry.componentZero || !isUsable(entry.candidate)) continue;
    const key = candidateKey(entry.candidate);
    if (!byKey.has(key)) byKey.set(key, entry.candidate);
  }
  return [...byKey.values()];
}

function backendText(draft: OfferDraft): string {
  const mids = new Set(draft.tracks.flatMap(({ mid }) => mid ?? []));
  const session = draft.session.map((line) =>
    line.startsWith('a=group:') ? keepKnownMids(line, mids) : line,
  );
  const media = draft.tracks.flatMap(({ lines }) => lines.filter(isForBackend));
  return joinLines([...session, ...media]);
}

function keepKnownMids(line: string, mids: ReadonlySet<string>): string {
  const [semantics = '', ...members] = line.split(' ');
  return [semantics, ...members.filter((mid) => mids.has(mid))].join(' ');
}

/**
 * Takes out candidates whose name would have to be resolved (S-123) and those with component 0,
 * which crash libnice (real-world servers abort on them).
 */
function isForBackend(line: string): boolean {
  if (!line.startsWith('a=candidate:')) return true;
  const read = readCandidate(line.slice('a=candidate:'.length));
  return !('fault' in read) && !read.componentZero && isIpAddress(read.candidate.address);
}
