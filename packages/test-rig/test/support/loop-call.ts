import type { Page } from 'playwright-core';

/** The address that each end sends its media from. */
export interface CallPath {
  readonly near: string | undefined;
  readonly far: string | undefined;
}

/**
 * Sends the made-up camera and microphone from one peer connection of the page to another and
 * shows it in its video element.
 */
export function loopCall(page: Page): Promise<CallPath> {
  return page.evaluate(callInPage);
}

export async function callInPage(): Promise<CallPath> {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const hand = (from: RTCPeerConnection, to: RTCPeerConnection) => {
    from.onicecandidate = ({ candidate }) => {
      if (candidate) to.addIceCandidate(candidate);
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
  // Its own address: the other's may be hidden, when its check came before its candidate.
  const addressOf = async (connection: RTCPeerConnection) => {
    const entries = [...(await connection.getStats()).values()];
    const pair = entries.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
    return entries.find(({ id }) => id === pair?.localCandidateId)?.address;
  };
  return { near: await addressOf(near), far: await addressOf(far) };
}
