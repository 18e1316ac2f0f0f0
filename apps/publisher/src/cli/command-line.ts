import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { maskSecrets } from '../output/mask-secrets.js';
import { EXIT_CODES } from './exit-codes.js';
import { OPTION_ROWS, type OptionRow, type Options } from './options.js';

const EXAMPLES = `
Examples:
  whip-publish -u http://127.0.0.1:7080/whip/endpoint/live -t TOKEN --test-pattern
  whip-publish -u https://media.example.com/whip/endpoint/live --input talk.mp4 --loop
  whip-publish -u … --input /dev/video0 --input pulse:default --video-codec vp8 --bitrate 1M
  whip-publish -u … -V "videotestsrc is-live=true ! videoconvert ! vp8enc deadline=1 !
    rtpvp8pay ! application/x-rtp,media=video,encoding-name=VP8,payload=96"
  whip-publish -u http://127.0.0.1:7080/whep/endpoint/live -t TOKEN --whep --output live.webm

Exit codes:
${Object.values(EXIT_CODES)
  .map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)
  .join('\n')}
`;

/** The command with all its options; nothing is read yet. */
export function makeCommand(): Command {
  const command = new Command('whip-publish')
    .description('Publishes sound and picture to any WHIP server (RFC 9725), and plays by WHEP.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES)
    .configureOutput({ outputError: (text, write) => write(withoutSecrets(text)) })
    .exitOverride();
  for (const row of OPTION_ROWS) command.addOption(makeOption(row));
  return command;
}

/**
 * Reads the arguments after the program's name.
 *
 * @throws CommanderError after printing to standard error; also for `--help` and `--version`, which
 *   print to standard output and carry exit code 0
 */
export function readCommandLine(args: readonly string[]): Options {
  const command = makeCommand();
  command.parse(args, { from: 'user' });
  return command.opts();
}

function makeOption(row: OptionRow): Option {
  const option = new Option(row.flags, row.description).helpGroup(row.group);
  if (row.required) option.makeOptionMandatory();
  if (row.choices) option.choices(row.choices);
  if (row.preset) option.default(row.preset.value, row.preset.text);
  if (row.variable) option.env(row.variable);
  const { read } = row;
  if (row.repeated)
    option.argParser((text: string, before: unknown) => [
      ...((before as readonly unknown[] | undefined) ?? []),
      read ? read(text) : text,
    ]);
  else if (read) option.argParser(read);
  return option;
}

/** commander repeats what it cannot read; what was meant as a TURN server has a password in it. */
export function withoutSecrets(text: string): string {
  return maskSecrets(text).replace(
    /('-T, --turn-server <server>' argument) '.*' (is invalid)/s,
    '$1 $2',
  );
}

export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
