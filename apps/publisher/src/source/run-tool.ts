import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandError } from '../cli/command-error.js';
import { missingProgram } from './missing-program.js';

const run = promisify(execFile);
/** A tool that only tells about itself or a file answers at once; a URL may take its time. */
const LONGEST_ANSWER = 15_000;

/**
 * What a tool prints on standard output.
 *
 * @throws CommandError `no-program` when it is not there, `media` with its last words when it fails
 */
export async function askTool(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, {
      timeout: LONGEST_ANSWER,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    throw isMissing(error) ? missingProgram(program) : failed(program, error);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function failed(program: string, error: unknown): CommandError {
  const { killed, stderr = '' } = error as { readonly killed?: boolean; readonly stderr?: string };
  if (killed) return new CommandError('media', `${program} did not answer in time.`);
  const said = stderr.trim().split('\n').at(-1);
  return new CommandError('media', `${program} failed${said ? `: ${said}` : '.'}`, {
    cause: error,
  });
}
