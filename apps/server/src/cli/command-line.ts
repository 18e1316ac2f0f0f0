import { Command } from 'commander';
import type { Override } from '../config/layers.js';
import { packageVersion } from '../package-version.js';
import { EXIT_CODES } from './exit-codes.js';
import { FLAGS } from './flags.js';

/** What the command line asks for. */
export interface CommandLine {
  readonly task: 'serve' | 'check' | 'print-schema';
  readonly file: string | undefined;
  readonly flags: readonly Override[];
}

const EXAMPLES = `
Examples:
  whipway-server                          one endpoint, live, on 127.0.0.1:7080
  whipway-server --config studio.yaml     endpoints and backend from a file
  whipway-server --port 8080 --log-level debug
  WHIPWAY__LISTEN__PORT=8080 whipway-server
  whipway-server --config studio.yaml --check-config

Configuration: whipway.yaml in the working directory, or --config; the environment
(WHIPWAY__ and the keys, two underscores between them) overrides the file, and flags
override both. --print-schema prints the JSON Schema of the file.

Exit codes:
${Object.values(EXIT_CODES)
  .map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)
  .join('\n')}
`;

/**
 * Reads the arguments after the program's name.
 *
 * @throws CommanderError after printing to standard error; also for `--help` and `--version`, which
 *   print to standard output and carry exit code 0
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const command = new Command('whipway-server')
    .description('One WHIP front door (RFC 9725); the media server behind it is configuration.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .option('-c, --config <file>', 'configuration file (default: whipway.yaml, if it is there)')
    .option('--check-config', 'check the configuration, print it without secrets, and end')
    .option('--print-schema', 'print the JSON Schema of the configuration, and end')
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  for (const { flag, argument, description } of FLAGS) {
    command.option(`${flag} <${argument}>`, description);
  }
  command.parse(args, { from: 'user' });
  return toCommandLine(command.opts());
}

function toCommandLine(options: Readonly<Record<string, string | true | undefined>>): CommandLine {
  const { config, checkConfig, printSchema } = options;
  const flags = FLAGS.flatMap(({ flag, path, read }): readonly Override[] => {
    const value = options[camelCase(flag)];
    return typeof value === 'string' ? [{ source: flag, path, value: read(value) }] : [];
  });
  return {
    task: printSchema ? 'print-schema' : checkConfig ? 'check' : 'serve',
    file: typeof config === 'string' ? config : undefined,
    flags,
  };
}

/** commander names `--public-url` `publicUrl`. */
function camelCase(flag: string): string {
  return flag.replace(/^--/, '').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
