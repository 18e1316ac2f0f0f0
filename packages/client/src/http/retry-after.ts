/**
 * Reads Retry-After, seconds or HTTP-date (RFC 9110, section 10.2.3; C-29).
 *
 * @returns milliseconds from `now`, at least 0; undefined without a readable value.
 */
export function parseRetryAfter(
  value: string | null,
  now: number = Date.now(),
): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
