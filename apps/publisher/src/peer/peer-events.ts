import type { RTCIceCandidate, RTCPeerConnection } from 'werift';
import type { PeerListeners } from './peer-listeners.js';

/** Tells of werift's gathering in the events of W3C WebRTC. */
export function forwardGathering(peer: RTCPeerConnection, listeners: PeerListeners): void {
  peer.onIceCandidate.subscribe((candidate) =>
    listeners.emit('icecandidate', { candidate: candidate ? shown(candidate) : null }),
  );
  peer.iceGatheringStateChange.subscribe(() =>
    listeners.emit('icegatheringstatechange', undefined),
  );
}

function shown({ candidate, sdpMid }: RTCIceCandidate) {
  return { candidate, sdpMid: sdpMid ?? null, usernameFragment: null };
}
