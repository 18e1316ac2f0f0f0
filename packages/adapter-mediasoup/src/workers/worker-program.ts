import { WhipError } from '@whipway/core';

/** Where a worker program was looked for, and what came of it. */
export interface WorkerAttempt {
  /** The program that was started. */
  readonly program: string;
  /** Who named it. */
  readonly source: 'workerBin' | 'MEDIASOUP_WORKER_BIN' | 'package';
}

const SOURCES: Readonly<Record<WorkerAttempt['source'], string>> = {
  workerBin: 'the setting workerBin',
  MEDIASOUP_WORKER_BIN: 'the variable MEDIASOUP_WORKER_BIN',
  package: 'the mediasoup package, whose install script puts it there',
};

/** Which program will be started: the setting, the variable, or the package's own. */
export function workerProgram(
  setting: string | undefined,
  packaged: string,
  environment: NodeJS.ProcessEnv = process.env,
): WorkerAttempt {
  if (setting) return { program: setting, source: 'workerBin' };
  const { MEDIASOUP_WORKER_BIN: variable } = environment;
  if (variable) return { program: variable, source: 'MEDIASOUP_WORKER_BIN' };
  return { program: packaged, source: 'package' };
}

/** Why no worker runs: what was tried, and the two ways to get one. For the operator. */
export function noWorkerError({ program, source }: WorkerAttempt, cause: unknown): WhipError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new WhipError(
    'backend-unavailable',
    [
      `No mediasoup worker can be started. Tried ${program} (named by ${SOURCES[source]}): ${reason}.`,
      'Get one in one of two ways: let the install script of the mediasoup package run (it downloads the program; with pnpm: allowBuilds),',
      'or build it with worker-build/build.sh of @whipway/adapter-mediasoup and name it in MEDIASOUP_WORKER_BIN or backend.workerBin.',
    ].join(' '),
    { cause, retryAfter: 10 },
  );
}
