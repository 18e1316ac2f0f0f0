import { readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type YAMLError,
  type YAMLWarning,
} from 'yaml';
import { isObject, type Path } from './json-value.js';
import type { FileLayer } from './layers.js';
import { ConfigError, type Problem } from './problem.js';

/** Stands for the file when there is none. */
export const NO_FILE: FileLayer = { values: {}, locate: () => '' };

/** Reads a YAML file. `name` is what problems call it. @throws ConfigError */
export function readConfigFile(path: string, name: string): FileLayer {
  const lines = new LineCounter();
  const text = readText(path, name);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new ConfigError(faults.map((fault) => syntaxProblem(fault, position)));
  }
  const values = withoutNulls(toValues(document, name));
  if (!isObject(values)) {
    throw new ConfigError([
      { source: name, path: '', message: 'must hold keys such as "listen:"' },
    ]);
  }
  return {
    values,
    locate: (place) => {
      const offset = offsetOf(document, place);
      return offset === undefined ? name : position(offset);
    },
  };
}

// biome-ignore format: one row a line, read it as a table
const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'may not be read',
  EISDIR: 'is a folder',
};

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const message = READ_FAULTS[code] ?? `cannot be read (${code})`;
    throw new ConfigError([{ source: name, path: '', message }]);
  }
}

// biome-ignore format: one row a line, read it as a table
/** Sentences for errors whose own text quotes the file, where a secret may stand. */
const QUOTING_ERRORS: Readonly<Record<string, string>> = {
  UNEXPECTED_TOKEN:   'something stands here that YAML does not expect; are quotes or an indentation wrong?',
  BAD_ALIAS:          'a value that starts with * is an alias in YAML; put it into quotes',
  TAG_RESOLVE_FAILED: 'a value that starts with ! is a tag in YAML; put it into quotes',
  BAD_DIRECTIVE:      'a line that starts with % is a directive in YAML; put the value into quotes',
  BAD_DQ_ESCAPE:      'there is an unknown \\ escape in double quotes; use single quotes',
};

function syntaxProblem(
  { code, message, pos }: YAMLError | YAMLWarning,
  position: (offset: number) => string,
): Problem {
  return { source: position(pos[0]), path: '', message: QUOTING_ERRORS[code] ?? message };
}

/** @throws ConfigError for aliases to anchors that are not there */
function toValues(document: Document, name: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch {
    const message = QUOTING_ERRORS['BAD_ALIAS'] ?? '';
    throw new ConfigError([{ source: name, path: '', message }]);
  }
}

/** `tls:` with all of its lines commented out means the same as no `tls:` at all. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]));
}

/** Offset of the key or list entry at a path, or of the nearest thing around it. */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

/** Of a pair the key: it is there even when the value is missing. */
function nodeAt(document: Document, path: Path): unknown {
  const parent = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (!isMap(parent)) return document.getIn(path, true);
  return parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key;
}
