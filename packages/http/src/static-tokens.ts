import type { Authorize } from './authorize.js';
import { type EndpointTokens, TokenDirectory } from './token-directory.js';

/**
 * An {@link Authorize} for tokens known beforehand; see {@link TokenDirectory}. An endpoint that is
 * not listed is denied.
 */
export function staticTokens(endpoints: readonly EndpointTokens[]): Authorize {
  return new TokenDirectory(endpoints).authorize;
}
