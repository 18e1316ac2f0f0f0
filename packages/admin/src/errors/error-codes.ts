import type { ErrorCodeRow } from '@whipway/core';

// biome-ignore format: one row a line, read it as a table
/** What the admin API refuses beside what `ERROR_CODES` of the core has. Stable; docs/admin-api.md. */
export const ADMIN_ERROR_CODES = {
  // who asks
  'host-not-allowed':    { status: 403, title: 'This host name is not served', advice: 'Use the address the server listens on, or list the name in admin.hosts.' },
  'origin-not-allowed':  { status: 403, title: 'Pages of this origin may not use the admin API', advice: 'Open the studio on this server, or list the origin in admin.origins.' },
  // what is asked for
  'path-unknown':        { status: 404, title: 'There is nothing at this path', advice: 'GET /api/openapi.json has every path.' },
  'endpoint-exists':     { status: 409, title: 'The id is taken', advice: 'Choose another id, or change the endpoint that has it.' },
  'endpoint-read-only':  { status: 403, title: 'The endpoint belongs to the configuration', advice: 'Change it in the configuration and start the server again.' },
  // the request's form
  'body-malformed':      { status: 400, title: 'The body is no JSON', advice: 'Send one JSON object.' },
  'body-invalid':        { status: 400, title: 'The body does not fit', advice: 'Every entry of problems says what is wrong, and where.' },
  'query-invalid':       { status: 400, title: 'The query does not fit', advice: 'Every entry of problems says what is wrong, and where.' },
  'revision-required':   { status: 428, title: 'If-Match is missing', advice: 'GET the endpoint and send its ETag as If-Match, so that nobody’s change is lost.' },
  'revision-outdated':   { status: 412, title: 'The endpoint was changed meanwhile', advice: 'GET it again, and repeat the change with its new ETag.' },
  'revision-malformed':  { status: 400, title: 'If-Match cannot be read', advice: 'Send one quoted entity-tag, a list of them, or "*" alone.' },
  // ourselves
  'too-many-streams':    { status: 503, title: 'Too many event streams are open', advice: 'Close one of them.' },
  'store-unavailable':   { status: 503, title: 'Endpoints cannot be kept', advice: 'The detail says what stops the store; those of the configuration work.' },
} as const satisfies Record<string, ErrorCodeRow>;

/** One of the stable codes of {@link ADMIN_ERROR_CODES}. */
export type AdminErrorCode = keyof typeof ADMIN_ERROR_CODES;
