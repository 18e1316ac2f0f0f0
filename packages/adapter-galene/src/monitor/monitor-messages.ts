import { randomUUID } from 'node:crypto';

/** The user that the monitor is in the group. */
export const JOIN_NAME = 'whipway-monitor';

/** What is read of Galene’s messages; they have more. */
export interface MonitorMessage {
  readonly type: string;
  readonly kind?: string;
  /** Galene’s id of a client. */
  readonly id?: string;
  readonly username?: string;
  readonly permissions?: readonly string[];
  /** The reason of a refusal, or of a kick. */
  readonly value?: unknown;
}

export function handshake(): string {
  return JSON.stringify({ type: 'handshake', version: ['2'], id: randomUUID() });
}

export function join(group: string, token: string): string {
  return JSON.stringify({ type: 'join', kind: 'join', group, token });
}

export function pong(): string {
  return JSON.stringify({ type: 'pong' });
}

/** The message, or undefined for what is none. */
export function isMessage(text: string): MonitorMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const fits = typeof value === 'object' && value !== null && 'type' in value;
    return fits ? (value as MonitorMessage) : undefined;
  } catch {
    return undefined;
  }
}
