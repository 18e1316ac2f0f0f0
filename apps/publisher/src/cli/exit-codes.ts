/** How the command ends. The same table is in `--help` and in the README. */
// biome-ignore format: one ending a line, read it as a table
export const EXIT_CODES = {
  ok:           { code: 0,   meaning: 'done: the media or the duration ended, or Ctrl-C' },
  bug:          { code: 1,   meaning: 'an error that should not happen' },
  usage:        { code: 2,   meaning: 'wrong options' },
  'no-program': { code: 3,   meaning: 'FFmpeg, GStreamer or a part of them is not installed' },
  media:        { code: 4,   meaning: 'the media cannot be read, encoded, written or shown' },
  unreachable:  { code: 5,   meaning: 'the server cannot be reached' },
  token:        { code: 6,   meaning: 'the server wants another token (401, 403)' },
  refused:      { code: 7,   meaning: 'the server refused: no such endpoint, in use, codec not taken' },
  server:       { code: 8,   meaning: 'the server failed (5xx), or its reply cannot be used' },
  connection:   { code: 9,   meaning: 'media does not reach the server, or no longer' },
  interrupted:  { code: 130, meaning: 'a second Ctrl-C: ended at once, the session was not deleted' },
  terminated:   { code: 143, meaning: 'a second SIGTERM, likewise' },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly meaning: string }>>;

export type Ending = keyof typeof EXIT_CODES;
