import { StoreError } from '@whipway/admin';
import type { Logger } from '@whipway/core';
import { CommanderError } from 'commander';
import { stringify } from 'yaml';
import { BACKENDS } from '../backends.js';
import type { Config } from '../config/config.js';
import { toJsonSchema } from '../config/json-schema.js';
import { type ConfigSources, loadConfig } from '../config/load-config.js';
import { maskSecrets } from '../config/mask-secrets.js';
import { ConfigError } from '../config/problem.js';
import { configSchema } from '../config/schema.js';
import { buildContainer } from '../container.js';
import { createLogger, isPretty, STANDARD_OUTPUT } from '../log/create-logger.js';
import { ListenError } from '../run/listen-error.js';
import { stopOnSignals } from '../run/stop-on-signals.js';
import { madeTokenLines, welcomeLines, welcomeText } from '../run/welcome.js';
import { SERVER } from '../service-ids.js';
import { type CommandLine, readCommandLine } from './command-line.js';
import { EXIT_CODES } from './exit-codes.js';

/**
 * The whole command. Resolves when there is no more to do before a signal; sets `process.exitCode`
 * when something was wrong.
 */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    const commandLine = readCommandLine(args);
    await TASKS[commandLine.task](commandLine);
  } catch (error) {
    process.exitCode = report(error);
  }
}

const TASKS: Readonly<Record<CommandLine['task'], (line: CommandLine) => Promise<void>>> = {
  'print-schema': async () => {
    process.stdout.write(`${JSON.stringify(toJsonSchema(configSchema(BACKENDS)), null, 2)}\n`);
  },
  check: async (commandLine) => {
    process.stdout.write(describeConfig(loadConfig(sourcesOf(commandLine))));
  },
  serve: async (commandLine) => {
    await serve(loadConfig(sourcesOf(commandLine)));
  },
};

function sourcesOf({ file, flags }: CommandLine): ConfigSources {
  return {
    folder: process.cwd(),
    environment: process.env,
    flags,
    ...(file === undefined ? {} : { file }),
  };
}

/** The configuration as it takes effect, as YAML, for people: defaults in, secrets out. */
function describeConfig(config: Config): string {
  const { tlsMaterial, madeTokens, adminToken, storePath, file, backend, endpoints, ...values } =
    config;
  const { kind, ...settings } = backend;
  const shown = { backend: { kind, ...settings }, endpoints, ...values };
  const made = madeTokens.size > 0 ? ', a token made at every start' : '';
  const origin = `# ${file ?? 'no file'}: good${made}${tlsMaterial ? ', certificate and key fit' : ''}\n`;
  return origin + stringify(maskSecrets(shown));
}

async function serve(config: Config): Promise<void> {
  const logger = createLogger(config.log, STANDARD_OUTPUT);
  const server = buildContainer({ config, logger }).get(SERVER);
  stopOnSignals(server, logger);
  const port = await server.start();
  welcome(config, port, logger);
}

/** As text unless silent; as JSON lines if lines of this level are wanted; else only what was made. */
function welcome(config: Config, port: number, logger: Logger): void {
  const { level } = config.log;
  if (level !== 'silent' && isPretty(config.log, STANDARD_OUTPUT)) {
    const colors = STANDARD_OUTPUT.isTerminal && !process.env['NO_COLOR'];
    process.stdout.write(welcomeText(config, port, { colors }));
    return;
  }
  if (level === 'debug' || level === 'info') {
    for (const { message, fields } of welcomeLines(config, port)) logger.info(message, fields);
  } else process.stderr.write(madeTokenLines(config, port));
}

/** Failures whose message is a sentence for whoever started the server. */
const KNOWN_FAILURES = [
  { type: ConfigError, exit: EXIT_CODES.usage },
  { type: ListenError, exit: EXIT_CODES.listen },
  { type: StoreError, exit: EXIT_CODES.store },
];

/** Says what went wrong, on standard error. @returns the exit code */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.usage.code;
  }
  const known = KNOWN_FAILURES.find(({ type }) => error instanceof type);
  if (known && error instanceof Error) {
    process.stderr.write(`${error.message}\n`);
    return known.exit.code;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Whipway could not start: ${text}\n`);
  return EXIT_CODES.failure.code;
}
