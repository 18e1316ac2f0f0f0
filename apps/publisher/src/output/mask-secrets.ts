/** A URL with an authority, as it stands in any text. */
const URL_IN_TEXT = /\b[a-z][a-z\d+.-]*:\/\/[^\s'"<>]+/gi;

/**
 * A text without what URLs in it hide: user and password, and the values of their queries, where some
 * servers take tokens. FFmpeg ends the former at the last `@` before the path.
 */
export function maskSecrets(text: string): string {
  return text.replace(URL_IN_TEXT, maskUrl);
}

/** The same for one URL. */
export function maskUrl(url: string): string {
  return url.replace(/^([^/]*:\/\/)[^/?#]*@/, '$1***@').replace(/([?&][^=&#]*=)[^&#|]*/g, '$1***');
}
