import { WhipError } from '../errors/whip-error.js';
import type { Tolerance } from '../quirks/tolerance.js';
import { MAX_LINE_LENGTH, splitLines } from '../sdp/sdp-text.js';

/** One m= part of a fragment, or what stands before the first one. */
export interface FragmentSection {
  readonly mid: string | undefined;
  readonly ufrag: string | undefined;
  readonly pwd: string | undefined;
  /** Values of its a=candidate lines. */
  readonly candidates: readonly string[];
  readonly endOfCandidates: boolean;
}

/** RFC 8840, section 9.2 has only a= and m= lines in the grammar. */
const LINE = /^(?:a=[^\0\r]*|m=\S[^\0\r]*)$/;
const PSEUDO_MEDIA = /^m=\S+ \d{1,5}(?:\/\d+)? \S+( \S+)+$/;

/** @throws WhipError `fragment-malformed` for text that is no fragment. */
export function readFragmentSections(text: string, tolerance: Tolerance): FragmentSection[] {
  const lines = splitLines(text);
  lines.forEach((line, index) => {
    if (line.length > MAX_LINE_LENGTH || !LINE.test(line))
      throw new WhipError('fragment-malformed', `Line ${index + 1} is no a= or m= line.`, {
        rule: 'S-88',
      });
  });
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const head = readSection(lines.slice(0, starts[0] ?? lines.length), tolerance);
  if (head.candidates.length > 0)
    tolerance.allow('candidate-before-media', 'A candidate stands before any m= line.');
  const media = starts.map((start, index) =>
    readMediaSection(lines.slice(start, starts[index + 1]), tolerance),
  );
  return [head, ...media];
}

function readMediaSection(lines: readonly string[], tolerance: Tolerance): FragmentSection {
  const [mediaLine = '', ...rest] = lines;
  if (!PSEUDO_MEDIA.test(mediaLine))
    tolerance.allow('pseudo-media-line', 'An m= line of the fragment has no port.');
  const section = readSection(rest, tolerance);
  // RFC 8840, section 4.4: a=mid MUST follow the pseudo m= line.
  if (section.mid === undefined)
    tolerance.allow('mid-missing', 'A section of the fragment has no a=mid.');
  return section;
}

function readSection(lines: readonly string[], tolerance: Tolerance): FragmentSection {
  const values = new Map<string, string[]>();
  for (const line of lines) {
    if (line === 'a=') {
      tolerance.allow('empty-attribute', 'The fragment has an empty a= line.');
      continue;
    }
    const [, name = '', value = ''] = /^a=([^:]*):?(.*)$/.exec(line) ?? [];
    // Names of the older grammars are case-insensitive on receipt (RFC 8840, section 9.2; S-88).
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value.trim()]);
  }
  return {
    mid: values.get('mid')?.[0],
    ufrag: values.get('ice-ufrag')?.[0],
    pwd: values.get('ice-pwd')?.[0],
    candidates: values.get('candidate') ?? [],
    endOfCandidates: values.has('end-of-candidates'),
  };
}
