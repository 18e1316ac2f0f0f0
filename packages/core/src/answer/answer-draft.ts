import type { CheckedOffer, OfferedMedia } from '../offer/checked-offer.js';
import { directionIn } from '../offer/offer-draft.js';
import { AttributeIndex, attributes, joinLines, readSdpText } from '../sdp/sdp-text.js';

/** One section of an answer while it is put right. */
export class AnswerSection {
  readonly offered: OfferedMedia | undefined;
  #lines: string[];
  /** Of the lines as they are now. */
  readonly #attributes: AttributeIndex;

  constructor(lines: readonly string[], offered: OfferedMedia | undefined) {
    this.#lines = [...lines];
    this.#attributes = new AttributeIndex(lines);
    this.offered = offered;
  }

  /** Its lines, as the rules have left them so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  get kind(): string {
    return this.mediaWords[0] ?? '';
  }

  get port(): number {
    return Number.parseInt(this.mediaWords[1] ?? '0', 10);
  }

  set port(port: number) {
    const [kind, , ...rest] = this.mediaWords;
    this.#lines[0] = `m=${[kind, port, ...rest].join(' ')}`;
  }

  get mediaWords(): readonly string[] {
    return (this.#lines[0] ?? '').slice(2).split(' ');
  }

  get mid(): string {
    return this.first('mid') ?? '';
  }

  get name(): string {
    return `the ${this.kind} section`;
  }

  get direction(): string | undefined {
    return directionIn(this.#attributes);
  }

  first(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly string[] {
    return this.#attributes.all(name);
  }

  has(name: string): boolean {
    return this.first(name) !== undefined;
  }

  remove(name: string): void {
    if (!this.has(name)) return;
    this.#attributes.delete(name);
    this.#lines = this.#lines.filter(
      (line) => line !== `a=${name}` && !line.startsWith(`a=${name}:`),
    );
  }

  add(attribute: string): void {
    const line = `a=${attribute}`;
    this.#attributes.add(line);
    this.#lines.push(line);
  }

  ensure(flag: string): void {
    if (!this.has(flag)) this.add(flag);
  }
}

/** An answer while it is checked and put right. */
export class AnswerDraft {
  session: string[];
  readonly sections: readonly AnswerSection[];
  readonly offer: CheckedOffer;

  /** @throws WhipError `answer-unusable` when the text is no session description. */
  constructor(text: string, offer: CheckedOffer) {
    const { session, media } = readSdpText(text, 'answer-unusable');
    this.session = [...session];
    this.offer = offer;
    this.sections = media.map((lines, index) => new AnswerSection(lines, offer.media[index]));
  }

  /** The section that carries the transport. */
  get tagged(): AnswerSection | undefined {
    return this.sections.find(({ mid }) => mid === this.offer.bundleTag) ?? this.sections[0];
  }

  /** The section's values, else the session's. */
  effective(section: AnswerSection, name: string): readonly string[] {
    const own = section.all(name);
    return own.length > 0 ? own : attributes(this.session, name);
  }

  /** Drops session attributes of that name, keeping those `keep` accepts. */
  removeFromSession(name: string, keep: (value: string) => boolean = () => false): void {
    this.session = this.session.filter((line) => {
      if (line === `a=${name}`) return keep('');
      return !line.startsWith(`a=${name}:`) || keep(line.slice(name.length + 3));
    });
  }

  print(): string {
    return joinLines([...this.session, ...this.sections.flatMap(({ lines }) => lines)]);
  }
}
