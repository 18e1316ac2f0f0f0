import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type RequirementName, requirement } from '@whipway/test-rig';

interface Program {
  readonly name: string;
  readonly requirement: RequirementName;
  /** Asks the program itself. */
  readonly argument?: string;
  /** Names the version of a program that does not tell it. */
  readonly variable?: string;
}

// biome-ignore format: one row a line, read it as a table
const PROGRAMS: readonly Program[] = [
  { name: 'Janus',     requirement: 'janus',     argument: '--version' },
  { name: 'Galene',    requirement: 'galene',    variable: 'GALENE_VERSION' },
  { name: 'Chromium',  requirement: 'chromium',  argument: '--version' },
  { name: 'Firefox',   requirement: 'firefox',   argument: '--version' },
  { name: 'FFmpeg',    requirement: 'ffmpeg',    argument: '-version' },
  { name: 'GStreamer', requirement: 'gstreamer', argument: '--version' },
];

/** npm packages that bring their media stack along, by the adapter that has them. */
const PACKAGES: Readonly<Record<string, string>> = {
  werift: '@whipway/adapter-embedded/package.json',
  mediasoup: '@whipway/adapter-mediasoup/package.json',
};

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
}

/** What the suites drove, as far as it is on this machine. */
export function versions(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const found: Record<string, string> = { 'Node.js': process.versions.node };
  for (const [name, owner] of Object.entries(PACKAGES)) found[name] = packageVersion(name, owner);
  for (const program of PROGRAMS) {
    const { found: path } = requirement(program.requirement, environment);
    if (path) found[program.name] = programVersion(program, path, environment);
  }
  return found;
}

/** Dependencies are pinned: what the manifest says is what is there. */
function packageVersion(name: string, owner: string): string {
  const manifest = JSON.parse(
    readFileSync(new URL(import.meta.resolve(owner)), 'utf8'),
  ) as Manifest;
  return manifest.dependencies?.[name] ?? manifest.devDependencies?.[name] ?? 'unknown';
}

function programVersion(
  { argument, variable = '' }: Program,
  path: string,
  environment: NodeJS.ProcessEnv,
): string {
  if (argument === undefined) {
    const told = environment[variable];
    return told === undefined
      ? `it does not tell; ${variable} would`
      : `${told} (as ${variable} says)`;
  }
  const { stdout } = spawnSync(path, [argument], { encoding: 'utf8', timeout: 20_000 });
  // “gst-launch-1.0 version 1.22.0”: what follows the word, where there is the word.
  const [, said = stdout ?? ''] = /version(.*)/i.exec(stdout ?? '') ?? [];
  return /\d+(?:\.\d+)+\w*/.exec(said)?.[0] ?? 'unknown';
}
