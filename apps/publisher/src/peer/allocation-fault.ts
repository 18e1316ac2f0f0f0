import type { Message } from 'werift';

/** What a TURN server answered when it refused (RFC 8656, section 19); undefined for another error. */
export function refusal(error: unknown): readonly [code: number, reason: string] | undefined {
  const { response } = (error ?? {}) as { readonly response?: Message };
  return response?.getAttributeValue('ERROR-CODE');
}

/** Why there is no relayed address, as the rest of a sentence about the server. */
export function allocationFault(error: unknown): string {
  const [code, reason = ''] = refusal(error) ?? [];
  if (code === 401) return 'refuses the user or the password';
  if (code !== undefined) return `refuses: ${code} ${reason}`.trimEnd();
  const { name, code: cause, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isNetwork = typeof cause === 'string' && name !== 'AbortError';
  return isNetwork ? `cannot be used: ${message}` : 'does not answer';
}
