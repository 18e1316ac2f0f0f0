import {
  REQUIRE_VARIABLE,
  type RequirementName,
  requiredNames,
  requirement,
} from './requirements.js';
import { recordSkip } from './skip-report.js';

/** What a suite needs of its test runner: Jest's `describe` and `it` fit as they are. */
export interface LiveRunner {
  describe(name: string, body: () => void): void;
  readonly it: {
    (name: string, body: () => void): void;
    skip(name: string, body: () => void): void;
  };
}

/** Where each needed thing is: a program's path, for `netns` an address. */
export type Found<Name extends RequirementName> = { readonly [Key in Name]: string };

interface Absence {
  readonly name: RequirementName;
  readonly missing: string;
  readonly enable: string;
}

/**
 * A suite that drives a real program. With all of `needs` there it runs; otherwise it is one
 * visibly skipped test whose name tells why, or a failing one when WHIPWAY_REQUIRE names it.
 */
export function describeLive<Name extends RequirementName>(
  runner: LiveRunner,
  needs: readonly Name[],
  name: string,
  body: (found: Found<Name>) => void,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const { found, absent } = lookUp(needs, environment);
  runner.describe(name, () => {
    if (absent.length === 0) body(found);
    else registerAbsence(runner, name, absent, environment);
  });
}

function lookUp<Name extends RequirementName>(
  needs: readonly Name[],
  environment: NodeJS.ProcessEnv,
): { readonly found: Found<Name>; readonly absent: readonly Absence[] } {
  const found: Partial<Record<Name, string>> = {};
  const absent: Absence[] = [];
  for (const name of needs) {
    const answer = requirement(name, environment);
    if (answer.found === undefined) absent.push({ name, ...answer });
    else found[name] = answer.found;
  }
  // Read only when nothing is absent, so every name is there.
  return { found: found as Found<Name>, absent };
}

function registerAbsence(
  { it }: LiveRunner,
  suite: string,
  absent: readonly Absence[],
  environment: NodeJS.ProcessEnv,
): void {
  const reason = absent.map(({ missing }) => missing).join('; ');
  const enable = absent.map((absence) => absence.enable).join('; ');
  const required = requiredNames(environment);
  const demanded = absent.filter(({ name }) => required.includes(name));
  if (demanded.length > 0) {
    const names = demanded.map(({ name }) => name).join(', ');
    it(`needs ${names}: ${reason}`, () => {
      throw new Error(`${REQUIRE_VARIABLE} names ${names}, but ${reason}. To enable: ${enable}.`);
    });
    return;
  }
  // pnpm tells which package's script runs; several have a suite of the same name.
  const { npm_package_name: owner } = environment;
  recordSkip({ suite: owner ? `${owner}: ${suite}` : suite, reason, enable }, environment);
  it.skip(`${reason}; to enable: ${enable}`, () => {});
}
