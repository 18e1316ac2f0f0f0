import type { Endpoint, MadeToken } from '../api/wire.js';

/** Which token the kit's lines carry: the endpoint's own, or one that ends by itself. */
export type TokenLife = 'own' | '900' | '3600' | '28800' | '86400';

export const TOKEN_LIVES: readonly { readonly value: TokenLife; readonly label: string }[] = [
  { value: 'own', label: 'The endpoint’s own token' },
  { value: '900', label: 'For 15 minutes' },
  { value: '3600', label: 'For an hour' },
  { value: '28800', label: 'For 8 hours' },
  { value: '86400', label: 'For a day' },
];

/** The token to write into the lines; empty when the endpoint needs none or it is not there yet. */
export function kitToken(endpoint: Endpoint, issued: MadeToken | undefined): string {
  if (endpoint.publish === 'public') return '';
  return issued?.token ?? endpoint.token ?? '';
}
