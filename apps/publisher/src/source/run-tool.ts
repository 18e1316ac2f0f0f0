import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { missingProgram } from './missing-program.js';

const run = promisify(execFile);
/** A tool that only tells about itself or a file answers at once; a URL may take its time. */
const LONGEST_ANSWER = 15_000;

/**
 * What a tool prints on standard output.
 *
 * @throws CommandError `no-program` when it is not there; the tool's own error otherwise
 */
export async function askTool(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  try {
    const { stdout } = await run(program, args, {
      timeout: LONGEST_ANSWER,
      maxBuffer: 16 * 1024 * 1024,
      ...(signal ? { signal } : {}),
    });
    return stdout;
  } catch (error) {
    throw isMissing(error) ? missingProgram(program) : error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
