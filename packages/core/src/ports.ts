/** Time, given from outside: the core has no timer of its own, so tests own the time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `callback` once, `delay` milliseconds from now. Returns a function that cancels it. */
  after(delay: number, callback: () => void): () => void;
}

/** Values for a log line. Never a token, an ICE password or a ufrag (S-124). */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where log lines go. The host gives one; there is no global logger. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Unguessable names. */
export interface Ids {
  /**
   * A new URL-safe string with at least 128 bits from a cryptographic source.
   * RFC 9725, section 5: session URLs should come from a CSPRNG (S-122).
   */
  random(): string;
}

/** What the core needs from its host. `@whipway/http` has one for every platform with web globals. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Drops every line. */
export const SILENT_LOGGER: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};
