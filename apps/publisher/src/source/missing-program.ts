import { CommandError } from '../cli/command-error.js';

interface Package {
  readonly debian: string;
  readonly homebrew: string;
}

/** Where programs come from. */
// biome-ignore format: one program a line, read it as a table
const PROGRAMS: Readonly<Record<string, Package>> = {
  ffmpeg:           { debian: 'ffmpeg',             homebrew: 'ffmpeg' },
  ffprobe:          { debian: 'ffmpeg',             homebrew: 'ffmpeg' },
  ffplay:           { debian: 'ffmpeg',             homebrew: 'ffmpeg' },
  'gst-launch-1.0': { debian: 'gstreamer1.0-tools', homebrew: 'gstreamer' },
};

/** The error for a program that is not on the PATH, with the package that has it. */
export function missingProgram(program: string): CommandError {
  const found = PROGRAMS[program];
  return new CommandError(
    'no-program',
    `${program} is not installed.${found ? ` ${howTo(found)}` : ''}`,
  );
}

export function howTo({ debian, homebrew }: Package): string {
  return `On Debian and Ubuntu: apt install ${debian}. With Homebrew: brew install ${homebrew}.`;
}
