import type { z } from 'zod';
import { didYouMean, unknownKey } from './did-you-mean.js';
import { type JsonSchema, keysAt } from './json-schema.js';
import { type Path, pathText, valueAt } from './json-value.js';

/** One thing that is wrong with the configuration. Its text never holds a value that was given. */
export interface Problem {
  /** Where it was said: `whipway.yaml:3:5`, `WHIPWAY__LISTEN__PORT`, `--port`; empty: nowhere. */
  readonly source: string;
  /** `endpoints[0].token`, empty when the file as a whole is meant. */
  readonly path: string;
  /** Goes on after the path: `must be …`. */
  readonly message: string;
}

/** The configuration cannot be used. The message lists every problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

function describeProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map(({ source, path, message }) =>
    [source && `${source}: `, path && `${path} `, message].join(''),
  );
  return [`The configuration has ${count}:`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

/** What was checked, for sentences about it. */
export interface CheckedInput {
  readonly raw: unknown;
  readonly schema: JsonSchema;
  /** Where the value at a path, or the nearest thing around it, was said. */
  sourceOf(path: Path): string;
}

/** zod's issues as problems: one for each unknown key, with a suggestion. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  input: CheckedInput,
): readonly Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    const at = (message: string, place: Path = path): Problem => ({
      source: input.sourceOf(place),
      path: pathText(place),
      message,
    });
    if (issue.code !== 'unrecognized_keys') return [at(sentence(issue, path, input.raw))];
    const known = keysAt(input.schema, path, input.raw);
    return issue.keys.map((key) => ({
      source: input.sourceOf([...path, key]),
      path: pathText([...path, key]),
      message: `is an ${unknownKey(key, known)}`,
    }));
  });
}

function sentence(issue: z.core.$ZodIssue, path: Path, raw: unknown): string {
  const value = valueAt(raw, path);
  const choices = choicesOf(issue);
  if (value === undefined && (choices || issue.code === 'invalid_type')) {
    return choices ? `is missing; one of ${choices.join(', ')}` : 'is missing';
  }
  if (!choices) return issue.message;
  const meant = typeof value === 'string' ? didYouMean(value, choices) : undefined;
  return `must be one of ${choices.join(', ')}${meant ? `; did you mean "${meant}"?` : ''}`;
}

/** The words that are allowed, when the issue is that another stands there. */
function choicesOf(issue: z.core.$ZodIssue): readonly string[] | undefined {
  if (issue.code === 'invalid_value' && issue.message === UNSAID) return issue.values.map(String);
  const { options } = issue as { readonly options?: unknown };
  return issue.code === 'invalid_union' && issue.message === UNSAID && Array.isArray(options)
    ? options.map(String)
    : undefined;
}

/** Stands for "the schema has no sentence of its own". */
const UNSAID = 'is not allowed here';

// biome-ignore format: one row a line, read it as a table
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text', int: 'a whole number', number: 'a number', boolean: 'true or false',
  array: 'a list', object: 'a block of keys', record: 'a block of keys',
};

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** What zod says where the schema has no sentence of its own. Never names the value. */
export function issueText(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at least ${issue.minimum}`
        : 'must not be empty';
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return UNSAID;
  }
}
