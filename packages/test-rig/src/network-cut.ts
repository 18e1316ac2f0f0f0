import { execFileSync } from 'node:child_process';
import { TEST_ADDRESS } from './private-network.js';
import { searchPath } from './program-search.js';
import { ADDRESS_VARIABLE } from './requirements.js';

/** Where the rule for local addresses goes, so that another one can stand before it. */
const LOCAL = '10';
const BEFORE = '5';
const WITHIN_MILLISECONDS = 5_000;

/**
 * Cuts the media's network, not the one of HTTP: no UDP packet of the private network gets
 * anywhere, until the returned function is called.
 * @throws Error outside the private network, and that of `ip` when it fails.
 */
export function cutUdp(environment: NodeJS.ProcessEnv = process.env): () => void {
  // Never on a machine's own network.
  if (environment[ADDRESS_VARIABLE] !== TEST_ADDRESS)
    throw new Error('only the private network of run-live may be cut');
  const rule = (...words: readonly string[]) =>
    execFileSync('ip', ['rule', ...words], {
      env: { ...environment, PATH: searchPath(environment) },
      timeout: WITHIN_MILLISECONDS,
    });
  rule('add', 'pref', LOCAL, 'lookup', 'local');
  rule('del', 'pref', '0');
  rule('add', 'pref', BEFORE, 'ipproto', 'udp', 'blackhole');
  return () => {
    rule('del', 'pref', BEFORE);
    rule('add', 'pref', '0', 'lookup', 'local');
    rule('del', 'pref', LOCAL);
  };
}
