import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../cli/command-error.js';
import { ChildTool } from './child-tool.js';
import { missingProgram } from './missing-program.js';

/** A tool that only tells about itself or a file answers at once; a URL may take its time. */
const LONGEST_ANSWER = 15_000;

/**
 * What a tool prints on standard output, without its empty lines.
 *
 * @param signal fires when nobody waits for it any more
 * @throws CommandError `no-program` when it is not there, `media` with its last words when it fails
 */
export async function askTool(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const printed: string[] = [];
  const tool = new ChildTool({ program, args }, { output: (line) => printed.push(`${line}\n`) });
  const answered = new AbortController();
  const given = AbortSignal.any([answered.signal, ...(signal ? [signal] : [])]);
  const late = sleep(LONGEST_ANSWER, undefined, { signal: given }).catch(() => undefined);
  const end = await Promise.race([tool.ended, late]);
  answered.abort();
  if (end === undefined) {
    await tool.stop();
    throw new CommandError('media', `${program} ${signal?.aborted ? WAS_STOPPED : TOO_LATE}`);
  }
  if (end.failure === undefined) return printed.join('');
  if (/ENOENT/.test(end.failure)) throw missingProgram(program);
  const said = tool.complaints.at(-1);
  throw new CommandError('media', `${program} failed${said ? `: ${said}` : '.'}`);
}

const TOO_LATE = 'did not answer in time.';
const WAS_STOPPED = 'was stopped.';
