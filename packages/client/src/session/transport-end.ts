import type { PeerConnection } from '../platform.js';

/**
 * Calls back when the server closes the DTLS transport (S-102). Browsers tell it there and then,
 * but change their connection state only when ICE has missed the server for seconds.
 */
export function onTransportEnd(peer: PeerConnection, ended: () => void): void {
  let watched = false;
  peer.addEventListener('connectionstatechange', () => {
    if (watched || peer.connectionState !== 'connected') return;
    const ends = [...(peer.getSenders?.() ?? []), ...(peer.getReceivers?.() ?? [])];
    const transport = ends.find((end) => end.transport)?.transport;
    if (!transport) return;
    watched = true;
    transport.addEventListener('statechange', () => {
      if (transport.state === 'closed') ended();
    });
  });
}
