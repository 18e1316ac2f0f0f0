import { CommandError } from '../cli/command-error.js';
import type { ChildTool, ToolEnd } from './child-tool.js';
import { howToGetElement } from './gst-packages.js';
import { missingProgram } from './missing-program.js';

/** How many lines of a tool are shown. */
const SHOWN = 5;

interface Known {
  readonly said: RegExp;
  readonly explain: (match: RegExpExecArray) => CommandError;
}

/** What tools say of what everybody meets sooner or later, in words that help. */
// biome-ignore format: one saying a line, read it as a table
const KNOWN: readonly Known[] = [
  { said: /no element "([\w-]+)"/,           explain: ([, name = '']) => new CommandError('no-program', `GStreamer has no element ${name} here. ${howToGetElement(name)}`) },
  { said: /(?:Unknown encoder|Encoder not found).*?'?([\w-]+)?'?$/, explain: ([, name = 'of that kind']) => new CommandError('no-program', `This FFmpeg has no encoder ${name}.`) },
  { said: /Unsupported codec av1/i,          explain: () => new CommandError('no-program', 'This FFmpeg cannot send AV1 by RTP: version 8 or newer can.') },
  { said: /cannot open audio device (\S+) \((.+)\)/, explain: ([, name = '', reason = '']) => new CommandError('media', `The sound device ${name} cannot be opened: ${reason}.`) },
  { said: /(\S+): No such file or directory/, explain: ([, name = '']) => new CommandError('media', `There is no ${name}.`) },
  { said: /(\S+): (?:Device or resource busy)/, explain: ([, name = '']) => new CommandError('media', `${name} is in use by another program.`) },
  { said: /^(\S+): No such process$/,        explain: ([, name = '']) => new CommandError('media', `No sound server (PulseAudio or PipeWire) answers for ${name}.`) },
  { said: /Cannot open display (\S+?),? error/, explain: ([, name = '']) => new CommandError('media', `The screen ${name} cannot be opened.`) },
  { said: /(\S+): Permission denied/,        explain: ([, name = '']) => new CommandError('media', `${name} may not be opened by this user.`) },
];

/** The error for a tool that failed: what it means where that is known, else what it said itself. */
export function explainTool(
  { program, complaints }: Pick<ChildTool, 'program' | 'complaints'>,
  { failure = '' }: ToolEnd,
): CommandError {
  if (/ENOENT/.test(failure)) return missingProgram(program);
  for (const { said, explain } of KNOWN)
    for (const line of complaints) {
      const match = said.exec(line);
      if (match) return explain(match);
    }
  const shown = complaints.slice(-SHOWN).map((line) => `\n  ${line}`);
  const end = shown.length > 0 ? ':' : '.';
  return new CommandError('media', `${program} ${failure}${end}${shown.join('')}`);
}
