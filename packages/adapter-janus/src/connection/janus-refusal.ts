/** Which part of Janus refused: the same code means different things in different parts. */
export type RefusalSource = 'core' | 'videoroom' | 'audiobridge' | 'recordplay';

/** An error that Janus answered a request with. error-map.ts says what it is in our words. */
export class JanusRefusal extends Error {
  override readonly name = 'JanusRefusal';
  readonly source: RefusalSource;
  readonly code: number;
  /** Janus' own words. */
  readonly reason: string;

  constructor(source: RefusalSource, code: number, reason: string) {
    super(`Janus ${source} ${code}: ${reason}`);
    this.source = source;
    this.code = code;
    this.reason = reason;
  }

  static is(value: unknown, source: RefusalSource, ...codes: readonly number[]): boolean {
    return value instanceof JanusRefusal && value.source === source && codes.includes(value.code);
  }
}
