import { inspect } from 'node:util';
import type { LogFields, Logger } from '@whipway/core';

/** Keeps every line as text, fields and nested errors spelt out. */
export class RecordingLogger implements Logger {
  readonly #lines: string[] = [];

  debug(message: string, fields?: LogFields): void {
    this.#keep(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#keep(message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#keep(message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#keep(message, fields);
  }

  /** Everything logged so far, one line each. */
  get text(): string {
    return this.#lines.join('\n');
  }

  #keep(message: string, fields: LogFields = {}): void {
    this.#lines.push(`${message} ${inspect(fields, { depth: 6, breakLength: Infinity })}`);
  }
}
