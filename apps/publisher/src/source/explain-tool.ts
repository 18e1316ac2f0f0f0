import { CommandError } from '../cli/command-error.js';
import type { ChildTool, ToolEnd } from './child-tool.js';
import { missingProgram } from './missing-program.js';

/** How many lines of a tool are shown. */
const SHOWN = 5;

/** The error for a tool that failed, with what it said itself. */
export function explainTool(
  { program, complaints }: Pick<ChildTool, 'program' | 'complaints'>,
  { failure = '' }: ToolEnd,
): CommandError {
  if (/ENOENT/.test(failure)) return missingProgram(program);
  const said = complaints.slice(-SHOWN).map((line) => `\n  ${line}`);
  return new CommandError(
    'media',
    `${program} ${failure}${said.length > 0 ? ':' : '.'}${said.join('')}`,
  );
}
