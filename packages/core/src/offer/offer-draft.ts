import type { WhipErrorCode } from '../errors/error-codes.js';
import { WhipError } from '../errors/whip-error.js';
import { AttributeIndex, readSdpText } from '../sdp/sdp-text.js';
import type { OfferProfile } from './checked-offer.js';

/** One m= section as it stands in the text, with the session's attributes behind it. */
export class DraftSection {
  readonly index: number;
  readonly lines: readonly string[];
  /** The section's own attributes. */
  readonly attributes: AttributeIndex;
  readonly #session: AttributeIndex;
  /** `audio`, `video`, `application`, … */
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly mid: string | undefined;

  constructor(index: number, lines: readonly string[], session: AttributeIndex) {
    this.index = index;
    this.lines = lines;
    this.attributes = new AttributeIndex(lines);
    this.#session = session;
    const [kind = '', port = '0', protocol = ''] = this.mediaLine.split(' ');
    this.kind = kind;
    this.port = Number.parseInt(port, 10);
    this.protocol = protocol;
    this.mid = this.own('mid');
  }

  /** The m= line without `m=`. */
  get mediaLine(): string {
    return (this.lines[0] ?? '').slice(2);
  }

  get name(): string {
    return `The ${this.kind} section${this.mid === undefined ? '' : ` (mid ${this.mid})`}`;
  }

  /** RFC 9143, section 7.1.3: port 0 with a=bundle-only is an offered section, not a refused one. */
  get bundleOnly(): boolean {
    return this.own('bundle-only') !== undefined;
  }

  /** Value of the section's own attribute. */
  own(name: string): string | undefined {
    return this.attributes.all(name)[0];
  }

  /** The section's values, else the session's (RFC 8866, section 5.13). */
  all(name: string): readonly string[] {
    const own = this.attributes.all(name);
    return own.length > 0 ? own : this.#session.all(name);
  }

  first(name: string): string | undefined {
    return this.all(name)[0];
  }

  /** RFC 8866, section 6.7: without a direction line it is sendrecv; the session's line counts. */
  get direction(): string {
    return directionIn(this.attributes) ?? directionIn(this.#session) ?? 'sendrecv';
  }
}

const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

/** The direction that these attributes name themselves. */
export function directionIn(attributes: AttributeIndex): string | undefined {
  return DIRECTIONS.find((direction) => attributes.all(direction).length > 0);
}

/** An offer while it is checked. */
export interface OfferDraft {
  readonly profile: OfferProfile;
  readonly session: readonly string[];
  readonly sections: readonly DraftSection[];
  /** Audio and video sections. */
  readonly tracks: readonly DraftSection[];
  /** The session's attributes, then each section's own. */
  readonly parts: readonly AttributeIndex[];
  /** Mids of the first BUNDLE group; empty when there is none. */
  readonly bundle: readonly string[];
}

/** @throws WhipError with `code` for text that is no session description. */
export function readOfferDraft(
  text: string,
  profile: OfferProfile,
  code: WhipErrorCode = 'offer-malformed',
): OfferDraft {
  const { session, media } = readSdpText(text, code);
  const shared = new AttributeIndex(session);
  const sections = media.map((lines, index) => new DraftSection(index, lines, shared));
  const tracks = sections.filter(({ kind }) => kind === 'audio' || kind === 'video');
  const group = shared.all('group').find((value) => /^BUNDLE( |$)/.test(value));
  const bundle = (group ?? '').split(' ').slice(1).filter(Boolean);
  const mids = sections.flatMap(({ mid }) => mid ?? []);
  if (new Set(mids).size < mids.length)
    throw new WhipError(code, 'Two sections have the same mid.', { rule: 'S-06' });
  const parts = [shared, ...sections.map(({ attributes }) => attributes)];
  return { profile, session, sections, tracks, parts, bundle };
}

/** The tagged section: the first of the BUNDLE group that the offer has, else the only one. */
export function taggedSection(draft: OfferDraft): DraftSection | undefined {
  const byMid = draft.bundle.flatMap(
    (mid) => draft.tracks.find((section) => section.mid === mid) ?? [],
  );
  return byMid[0] ?? draft.tracks[0];
}
