import { CommandError } from './command-error.js';
import type { Options } from './options.js';

interface Rule {
  readonly broken: (options: Options) => unknown;
  readonly message: string;
}

function hasPipeline({ audio, video }: Options): boolean {
  return Boolean(audio || video);
}

/** How many of the ways to get media are asked for. A screen and inputs are one way together. */
function ways(options: Options): number {
  const { testPattern, input, screen } = options;
  return [testPattern, input || screen, hasPipeline(options)].filter(Boolean).length;
}

/** What does not go together; the first broken rule is told. */
// biome-ignore format: one rule a line, read it as a table
const RULES: readonly Rule[] = [
  { broken: (o) => o.whep && ways(o) > 0,                    message: '--whep plays; it does not go with something to publish.' },
  { broken: (o) => !o.whep && ways(o) === 0,                 message: 'Say what to publish: --test-pattern, --input FILE, --screen, or pipelines with --audio and --video.' },
  { broken: (o) => ways(o) > 1,                              message: 'Only one of --test-pattern, --input with --screen, and pipelines can be published.' },
  { broken: (o) => o.audio === false && o.video === false,   message: 'With --no-audio and --no-video nothing is left.' },
  { broken: (o) => o.output && !o.whep,                      message: '--output is for --whep.' },
  { broken: (o) => o.loop && !o.input,                       message: '--loop is for --input.' },
  { broken: (o) => o.eosSinkName && !hasPipeline(o),         message: '--eos-sink-name is for pipelines.' },
  { broken: (o) => o.force && !o.output,                     message: '--force is for --output.' },
];

/** @throws CommandError `usage` */
export function checkOptions(options: Options): void {
  const rule = RULES.find(({ broken }) => broken(options));
  if (rule) throw new CommandError('usage', rule.message);
}

/** What is not as it was meant, but goes on, as simple-whip-client does. */
// biome-ignore format: one rule a line, read it as a table
const WARNINGS: readonly Rule[] = [
  { broken: hasNoRelay,                                      message: '--force-turn does nothing without a --turn-server, or --follow-link to get one.' },
];

/** True when media is to go through TURN, but nothing says where. */
export function hasNoRelay({ forceTurn, turnServer, followLink }: Options): boolean {
  return forceTurn === true && !turnServer && !followLink;
}

/** The warnings for these options, in sentences. */
export function optionWarnings(options: Options): readonly string[] {
  return WARNINGS.filter(({ broken }) => broken(options)).map(({ message }) => message);
}
