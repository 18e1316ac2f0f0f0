import type { RelayRules } from '@whipway/adapter-whip';

/**
 * What Galene’s refusals of a POST mean (measured on 1.0 and 1.1). 404 and 500 have several causes
 * each: see explain-refusal.ts.
 */
// biome-ignore format: one row a line, read it as a table
export const GALENE_REFUSALS: RelayRules['refusals'] = {
  301: { code: 'backend-refused',     message: 'SERVER redirects to its canonicalHost: backend.url has to name that host, or backend.host say it.' },
  401: { code: 'backend-refused',     message: 'The group is not open, or the token has expired, has no expiry, or is for another group.' },
  403: { code: 'backend-refused',     message: 'The token does not allow to present.' },
  404: { code: 'backend-refused',     message: 'SERVER does not know the group or the token.' },
  413: { code: 'body-too-large',      message: 'SERVER takes no offer over 1 MiB.' },
  500: { code: 'backend-unavailable', message: 'SERVER does not tell why: the group may be locked, full or expired, or the offer is beyond it.', retryAfter: 5 },
};
