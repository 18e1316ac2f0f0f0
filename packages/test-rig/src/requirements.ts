import { findProgram, isProgram, searchPath } from './program-search.js';

interface ProgramRequirement {
  /** Names on the PATH, the preferred one first. */
  readonly programs: readonly string[];
  /** Environment variable that names the program instead of the PATH. */
  readonly variable?: string;
  /** What a person does to get it; a sentence's second half: "to enable: …". */
  readonly enable: string;
}

// biome-ignore format: one requirement per line, read it as a table
const PROGRAMS = {
  janus:     { programs: ['janus'], variable: 'JANUS_BIN', enable: "install Debian's janus, or set JANUS_BIN" },
  mediasoup: { programs: ['mediasoup-worker'], variable: 'MEDIASOUP_WORKER_BIN', enable: 'set MEDIASOUP_WORKER_BIN to a mediasoup-worker' },
  galene:    { programs: ['galene'], variable: 'GALENE_BIN', enable: 'set GALENE_BIN to a galene binary' },
  chromium:  { programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], variable: 'CHROMIUM_BIN', enable: "install Debian's chromium, or set CHROMIUM_BIN" },
  firefox:   { programs: ['firefox-esr', 'firefox'], variable: 'FIREFOX_BIN', enable: "install Debian's firefox-esr, or set FIREFOX_BIN" },
  curl:      { programs: ['curl'], enable: "install Debian's curl" },
  ffmpeg:    { programs: ['ffmpeg'], enable: "install Debian's ffmpeg" },
  gstreamer: { programs: ['gst-launch-1.0'], enable: "install Debian's gstreamer1.0-tools and its plugin packages" },
  coturn:    { programs: ['turnserver'], enable: "install Debian's coturn" },
  xvfb:      { programs: ['Xvfb'], enable: "install Debian's xvfb" },
  'janus-pp-rec': { programs: ['janus-pp-rec'], enable: "install Debian's janus-tools" },
} as const satisfies Record<string, ProgramRequirement>;

/** A program that suites drive, or `netns`: the private network and its address. */
export type RequirementName = keyof typeof PROGRAMS | 'netns';

export const REQUIREMENT_NAMES: readonly RequirementName[] = [
  ...(Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[]),
  'netns',
];

/** The address other than loopback that run-live gives to the suites. */
export const ADDRESS_VARIABLE = 'WHIPWAY_TEST_ADDRESS';
/** Why run-live could not make the private network. */
export const NO_NETWORK_VARIABLE = 'WHIPWAY_NO_TEST_ADDRESS';
/** Comma-separated requirement names whose absence is a failure. */
export const REQUIRE_VARIABLE = 'WHIPWAY_REQUIRE';

/** `found`: a program's absolute path; for `netns` an IPv4 address. */
export type Requirement =
  | { readonly found: string }
  | {
      readonly found?: never;
      readonly missing: string;
      /** What to do about it. */
      readonly enable: string;
    };

/** Looks for what a live suite needs: its own variable first, then the PATH. */
export function requirement(
  name: RequirementName,
  environment: NodeJS.ProcessEnv = process.env,
): Requirement {
  return name === 'netns' ? privateAddress(environment) : program(PROGRAMS[name], environment);
}

function program(wanted: ProgramRequirement, environment: NodeJS.ProcessEnv): Requirement {
  const { programs, variable, enable } = wanted;
  const named = variable && environment[variable];
  if (named) {
    if (isProgram(named)) return { found: named };
    return { missing: `${variable} is ${named}, which is no program`, enable };
  }
  const found = findProgram(programs, searchPath(environment));
  if (found) return { found };
  return { missing: `no ${programs.join(' or ')} on the PATH`, enable };
}

function privateAddress(environment: NodeJS.ProcessEnv): Requirement {
  const found = environment[ADDRESS_VARIABLE];
  if (found) return { found };
  return {
    missing: environment[NO_NETWORK_VARIABLE] ?? `${ADDRESS_VARIABLE} is not set`,
    enable: 'run the live suites with npm test, on Linux with unshare and ip (iproute2)',
  };
}

/**
 * The requirements that must be there.
 * @throws Error for a name nobody knows: a misspelt one would require nothing.
 */
export function requiredNames(
  environment: NodeJS.ProcessEnv = process.env,
): readonly RequirementName[] {
  const listed = (environment[REQUIRE_VARIABLE] ?? '').split(',').map((name) => name.trim());
  return listed.filter(Boolean).map((name) => {
    const known = REQUIREMENT_NAMES.find((candidate) => candidate === name);
    if (known) return known;
    const choice = REQUIREMENT_NAMES.join(', ');
    throw new Error(`${REQUIRE_VARIABLE} names ${name}, which is none of ${choice}`);
  });
}
