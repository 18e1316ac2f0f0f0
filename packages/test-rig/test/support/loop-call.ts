import type { Page } from 'playwright-core';

/** Addresses of the pair that the media takes. */
export interface CallPath {
  readonly local: string | undefined;
  readonly remote: string | undefined;
}

/**
 * Sends the made-up camera and microphone from one peer connection of the page to another and
 * shows it in its video element. With `address` only candidates of that address are exchanged.
 */
export function loopCall(page: Page, address?: string): Promise<CallPath> {
  return page.evaluate(callInPage, address);
}

async function callInPage(address: string | undefined): Promise<CallPath> {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const hand = (from: RTCPeerConnection, to: RTCPeerConnection) => {
    from.onicecandidate = ({ candidate }) => {
      if (candidate && (!address || candidate.address === address)) to.addIceCandidate(candidate);
    };
  };
  hand(near, far);
  hand(far, near);
  far.ontrack = ({ streams }) => {
    const video = document.querySelector('video');
    if (video) video.srcObject = streams[0] ?? null;
  };
  const connected = new Promise<void>((resolve) => {
    near.onconnectionstatechange = () => near.connectionState === 'connected' && resolve();
  });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  for (const track of stream.getTracks()) near.addTrack(track, stream);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  await connected;
  const entries = [...(await near.getStats()).values()];
  const pair = entries.find((entry) => entry.type === 'candidate-pair' && entry.nominated);
  const addressOf = (id: string | undefined) => entries.find((entry) => entry.id === id)?.address;
  return { local: addressOf(pair?.localCandidateId), remote: addressOf(pair?.remoteCandidateId) };
}
