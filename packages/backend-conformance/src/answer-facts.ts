import { parse } from 'sdp-transform';

/** What the kit wants to know of an answer or a counter-offer. */
export interface AnswerFacts {
  readonly sections: readonly SectionFacts[];
  readonly ufrag: string | undefined;
  readonly pwd: string | undefined;
  /** Candidates in all sections. */
  readonly candidates: number;
}

export interface SectionFacts {
  readonly kind: string;
  readonly mid: string | undefined;
  readonly port: number;
  readonly direction: string | undefined;
  /** Value of `a=simulcast`, e.g. `recv h;m;l`. */
  readonly simulcast: string | undefined;
  readonly rids: readonly string[];
}

/** Reads an SDP text, at the level of the session or of its first section that has the value. */
export function readAnswer(text: string): AnswerFacts {
  const description = parse(text);
  const levels = [...description.media, description];
  return {
    sections: description.media.map((section) => ({
      kind: section.type,
      mid: asText(section.mid),
      port: section.port,
      direction: section.direction ?? description.direction,
      simulcast: section.simulcast
        ? `${section.simulcast.dir1} ${section.simulcast.list1}`
        : undefined,
      rids: (section.rids ?? []).map((rid) => String(rid.id)),
    })),
    ufrag: asText(levels.find((level) => level.iceUfrag)?.iceUfrag),
    pwd: asText(levels.find((level) => level.icePwd)?.icePwd),
    candidates: description.media.flatMap((section) => section.candidates ?? []).length,
  };
}

/** The parser makes a number of what looks like one. */
function asText(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
