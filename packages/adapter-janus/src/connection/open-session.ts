import { WhipError } from '@whipway/core';
import { readServerInfo, type ServerInfo } from './janus-message.js';
import { JanusRefusal } from './janus-refusal.js';
import type { JanusSocket } from './janus-socket.js';

/** A Janus session on a fresh WebSocket. */
export interface OpenedSession {
  readonly id: number;
  readonly info: ServerInfo;
  /** True: it is the earlier one, with all its handles. */
  readonly claimed: boolean;
}

/**
 * Begins the dialogue on a new WebSocket: takes the earlier session over, or makes one.
 *
 * @param claimable the earlier session, if there is one
 * @param limit milliseconds for each step
 * @throws JanusRefusal; WhipError
 */
export async function openSession(
  socket: JanusSocket,
  claimable: number | undefined,
  limit: number,
): Promise<OpenedSession> {
  const info = readServerInfo(await socket.request({ janus: 'info' }, { limit }));
  if (claimable !== undefined && (await claim(socket, claimable, limit)))
    return { id: claimable, info, claimed: true };
  const { data } = await socket.request({ janus: 'create' }, { limit });
  if (!data) throw new WhipError('backend-failed', 'Janus made no session.');
  return { id: data.id, info, claimed: false };
}

/** False when the session is gone. */
async function claim(socket: JanusSocket, session: number, limit: number): Promise<boolean> {
  try {
    await socket.request({ janus: 'claim', session_id: session }, { limit });
    return true;
  } catch (error) {
    if (error instanceof JanusRefusal) return false;
    throw error;
  }
}
