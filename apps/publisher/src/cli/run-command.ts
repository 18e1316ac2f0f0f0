import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { followRedirects } from '../http/redirects.js';
import { showExchange } from '../http/show-exchange.js';
import type { LogSettings } from '../output/log.js';
import { Terminal } from '../output/terminal.js';
import { stopSignals } from '../run/stop-signals.js';
import { askTool } from '../source/run-tool.js';
import { checkOptions, optionWarnings } from './check-options.js';
import { CommandError } from './command-error.js';
import { readCommandLine } from './command-line.js';
import { type Ending, EXIT_CODES } from './exit-codes.js';
import type { Options } from './options.js';

/** The whole command. @returns the exit code */
export async function runCommand(args: readonly string[]): Promise<number> {
  let terminal = new Terminal(process.stderr, { level: 4, colors: false, timestamps: false });
  const { signal, fault } = stopSignals();
  try {
    const options = readCommandLine(args);
    terminal = new Terminal(process.stderr, logSettings(options));
    checkOptions(options);
    for (const warning of optionWarnings(options)) terminal.say('warning', warning);
    await perform(options, terminal, signal);
    if (fault() !== undefined) throw fault();
    return EXIT_CODES.ok.code;
  } catch (error) {
    const told = fault() ?? error;
    if (signal.aborted && isNoNews(told)) return EXIT_CODES.ok.code;
    return EXIT_CODES[report(told, terminal)].code;
  }
}

/** Ctrl-C in a terminal ends the tools as well: that they failed says nothing then. */
function isNoNews(error: unknown): boolean {
  return error instanceof CommandError && error.ending === 'media';
}

/** The media stack is loaded when it is needed: `--help` and mistakes are answered at once. */
async function perform(options: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const http = httpFor(options, terminal);
  if (options.whep) {
    await checkPlayer(options, signal);
    terminal.say(
      'info',
      `Playing ${options.url}${options.output ? ` into ${options.output}` : ''}`,
    );
    const { play } = await import('../run/playing.js');
    await play({ options, terminal, http }, signal);
    return;
  }
  const { planMedia } = await import('../run/plan-media.js');
  const plan = await planMedia(options, signal);
  terminal.say('info', `Publishing ${plan.title} to ${options.url}`);
  const { publish } = await import('../run/publishing.js');
  await publish({ options, plan, terminal, http }, signal);
}

/** What a session would be opened for in vain. @throws CommandError */
async function checkPlayer({ output, force }: Options, signal: AbortSignal): Promise<void> {
  if (output !== undefined && !force && existsSync(output))
    throw new CommandError('usage', `${output} is there already; --force writes over it.`);
  await askTool(output === undefined ? 'ffplay' : 'ffmpeg', ['-version'], signal);
}

function httpFor(options: Options, terminal: Terminal): typeof fetch {
  const shown = showExchange(fetch, options.httpDebugging, (text) => terminal.say('info', text));
  return followRedirects(shown, {
    trusted: options.trustOrigin ?? [],
    allowInsecure: options.insecure ?? false,
    followed: (_, to, withToken) => {
      const { origin } = new URL(to);
      const hint =
        withToken || !options.token
          ? ''
          : `, which does not get the token (--trust-origin ${origin} allows it)`;
      terminal.say(hint ? 'warning' : 'info', `Redirected to ${origin}${hint}.`);
    },
  });
}

function logSettings(options: Options): LogSettings {
  return {
    level: options.quiet ? Math.min(options.logLevel, 2) : options.logLevel,
    colors: !options.disableColors && process.stderr.isTTY === true && !process.env['NO_COLOR'],
    timestamps: options.logTimestamps ?? false,
  };
}

/** Says what went wrong, on standard error. */
function report(error: unknown, terminal: Terminal): Ending {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage';
  if (error instanceof CommandError) {
    terminal.say('error', error.message);
    return error.ending;
  }
  terminal.say('error', `bug: ${error instanceof Error ? error.stack : String(error)}`);
  return 'bug';
}
