/** Longest chain of causes that is printed. */
const DEPTH = 5;

/**
 * An error for a log line: name, code, message, stack, causes, and nothing else. Errors of HTTP
 * clients carry the whole request as properties, with its token (S-124).
 */
export function errorFields(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const { code } = error as { readonly code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: error.message,
    ...(depth === 0 ? { stack: error.stack } : {}),
    ...(error.cause === undefined || depth === DEPTH
      ? {}
      : { cause: errorFields(error.cause, depth + 1) }),
  };
}
