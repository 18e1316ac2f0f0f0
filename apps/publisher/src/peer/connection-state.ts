/** What the state of a connection is made of. */
export interface StateParts {
  readonly closed: boolean;
  readonly ice: string;
  readonly dtls: string;
  /** Nothing has come from the other side for a while. */
  readonly silent: boolean;
  /** ICE and DTLS took too long. */
  readonly late: boolean;
}

const UP = new Set(['connected', 'completed']);

/**
 * The connection state as W3C WebRTC has it (section 4.4.3), which werift's own is not: that one
 * knows no silence, and after an ICE restart tells success before there is any.
 */
export function connectionState(parts: StateParts): RTCPeerConnectionState {
  const { closed, ice, dtls, silent, late } = parts;
  if (closed) return 'closed';
  if (late || ice === 'failed' || dtls === 'failed') return 'failed';
  if (UP.has(ice) && dtls === 'connected') return silent ? 'disconnected' : 'connected';
  return ice === 'new' && dtls === 'new' ? 'new' : 'connecting';
}
