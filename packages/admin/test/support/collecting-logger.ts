import type { LogFields, Logger } from '@whipway/core';

/** A logger that keeps its lines as text. */
export function collectingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: keyof Logger) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
