/** A request to the server. */
export interface HttpRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'GET' | 'PUT';
  readonly url: URL;
  /**
   * The configured URL this one comes from, directly or by a redirect or a Location. The token goes
   * to its origin; the addresses of its origin are not questioned.
   */
  readonly home: URL;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds. Default: the settings’ request timeout. */
  readonly timeout?: number;
}

export interface HttpReply {
  readonly status: number;
  /** The URL that replied: the last one after redirects. */
  readonly url: URL;
  readonly body: string;
  /** The header’s value; undefined when it is absent or empty. */
  header(name: string): string | undefined;
  /** The values of every line with this name (lower case), in order. */
  lines(name: string): readonly string[];
}

/** True for 2xx. */
export function succeeded({ status }: HttpReply): boolean {
  return status >= 200 && status < 300;
}

/** `Retry-After` in seconds, from seconds or a date (RFC 9110, section 10.2.3; C-29). */
export function retryAfter(reply: HttpReply, now: number): number | undefined {
  const value = reply.header('retry-after');
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), 3600) : undefined;
}
