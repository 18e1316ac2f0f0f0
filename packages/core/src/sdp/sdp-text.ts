import type { WhipErrorCode } from '../errors/error-codes.js';
import { WhipError } from '../errors/whip-error.js';

/** Longest accepted line, in characters. */
export const MAX_LINE_LENGTH = 4096;

/** An SDP description as its lines (`a=mid:0`), cut into the session part and one part an m= line. */
export interface SdpText {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
}

/** Lines without their ends. RFC 8866, section 5: parsers should accept a bare newline, too. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Cuts a description into lines and checks the grammar that holds for every line and for the
 * session's head.
 *
 * @throws WhipError with `code` when a line is no `type=value`, too long, holds a NUL, or when
 *   `v=0`, `o=`, `s=` or `t=` is missing or `m=` is malformed (RFC 8866, sections 5 and 9).
 */
export function readSdpText(text: string, code: WhipErrorCode): SdpText {
  const lines = splitLines(text);
  lines.forEach((line, index) => {
    checkLine(line, index + 1, code);
  });
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const session = lines.slice(0, starts[0] ?? lines.length);
  const media = starts.map((start, index) => lines.slice(start, starts[index + 1]));
  checkHead(session, code);
  return { session, media };
}

function checkLine(line: string, number: number, code: WhipErrorCode): void {
  const fault = lineFault(line);
  if (fault) throw new WhipError(code, `Line ${number} ${fault}.`, { rule: 'S-06' });
}

function lineFault(line: string): string | undefined {
  if (line.length > MAX_LINE_LENGTH) return `is longer than ${MAX_LINE_LENGTH} characters`;
  // RFC 8866, section 9: byte-string excludes NUL, CR and LF.
  if (line.includes('\0') || line.includes('\r')) return 'holds a control character';
  if (!/^[a-z]=/.test(line)) return 'is not of the form type=value';
  if (line.startsWith('m=') && !/^m=\S+ \d{1,5}(\/\d+)? \S+( \S+)+$/.test(line))
    return 'is not a valid m= line';
  return undefined;
}

const HEAD: readonly (readonly [line: string, pattern: RegExp])[] = [
  ['v=', /^v=0$/],
  ['o=', /^o=\S+ \d+ \d+ \S+ \S+ \S+$/],
  ['s=', /^s=/],
  ['t=', /^t=\d+ \d+$/],
];

function checkHead(session: readonly string[], code: WhipErrorCode): void {
  // RFC 8866, section 5: the description starts with v=, then o= and s=.
  const [first, second, third] = session;
  const inOrder = [first, second, third, session.find((line) => line.startsWith('t='))];
  for (const [index, [name, pattern]] of HEAD.entries()) {
    if (!pattern.test(inOrder[index] ?? ''))
      throw new WhipError(code, `The ${name} line is missing, misplaced or malformed.`, {
        rule: 'S-06',
      });
  }
}

/** One text again, with the line ends that RFC 8866 asks for. */
export function joinLines(lines: readonly string[]): string {
  return lines.length > 0 ? `${lines.join('\r\n')}\r\n` : '';
}

/** Values of every `a=name:value` among the lines; `''` for a bare `a=name`. */
export function attributes(lines: readonly string[], name: string): string[] {
  const bare = `a=${name}`;
  const prefix = `${bare}:`;
  return lines.flatMap((line) => {
    if (line === bare) return [''];
    return line.startsWith(prefix) ? [line.slice(prefix.length).trim()] : [];
  });
}

/** The attributes of one part of a description by name, read once: rules look up many. */
export class AttributeIndex {
  readonly #values = new Map<string, string[]>();

  constructor(lines: readonly string[]) {
    for (const line of lines) this.add(line);
  }

  /** Takes in one more line; only `a=` lines count. */
  add(line: string): void {
    if (!line.startsWith('a=')) return;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line.slice(2) : line.slice(2, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).trim();
    const known = this.#values.get(name);
    if (known) known.push(value);
    else this.#values.set(name, [value]);
  }

  delete(name: string): void {
    this.#values.delete(name);
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? NONE;
  }
}

const NONE: readonly string[] = [];

export function attribute(lines: readonly string[], name: string): string | undefined {
  return attributes(lines, name)[0];
}

export function hasAttribute(lines: readonly string[], name: string): boolean {
  return attribute(lines, name) !== undefined;
}
