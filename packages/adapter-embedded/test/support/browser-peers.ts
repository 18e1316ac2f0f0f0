import type { Page } from 'playwright-core';

export interface PublishWish {
  /** `VP8`, `H264`: put first in the offer. */
  readonly codec: string;
  readonly layers: boolean;
}

/** What runs in the page keeps its peer connection here. */
declare global {
  interface Window {
    peer: RTCPeerConnection;
  }
}

/** Makes a WHIP offer from the made-up camera and microphone; all candidates are in it. */
export function publishOffer(page: Page, wish: PublishWish): Promise<string> {
  return page.evaluate(async ({ codec, layers }) => {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    window.peer = peer;
    const constraints = { audio: true, video: { width: 1280, height: 720, frameRate: 30 } };
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    for (const track of stream.getTracks()) {
      const sendEncodings = [
        { rid: 'h', maxBitrate: 1_500_000 },
        { rid: 'm', maxBitrate: 400_000, scaleResolutionDownBy: 2 },
        { rid: 'l', maxBitrate: 120_000, scaleResolutionDownBy: 4 },
      ];
      const simulcast = layers && track.kind === 'video' ? { sendEncodings } : {};
      const transceiver = peer.addTransceiver(track, {
        direction: 'sendonly',
        streams: [stream],
        ...simulcast,
      });
      if (track.kind !== 'video') continue;
      const known = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
      const isFirst = ({ mimeType }: { mimeType: string }) => mimeType === `video/${codec}`;
      transceiver.setCodecPreferences([
        ...known.filter(isFirst),
        ...known.filter((one) => !isFirst(one)),
      ]);
    }
    await peer.setLocalDescription();
    await new Promise<void>((resolve) => {
      if (peer.iceGatheringState === 'complete') resolve();
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
    });
    return peer.localDescription?.sdp ?? '';
  }, wish);
}

/** Makes a WHEP offer; candidates come later, or never. */
export function watchOffer(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    window.peer = peer;
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.ontrack = ({ streams }) => {
      const video = document.querySelector('video');
      if (video) video.srcObject = streams[0] ?? null;
    };
    await peer.setLocalDescription();
    return peer.localDescription?.sdp ?? '';
  });
}

export function takeAnswer(page: Page, sdp: string): Promise<void> {
  return page.evaluate(
    (answer) => window.peer.setRemoteDescription({ type: 'answer', sdp: answer }),
    sdp,
  );
}

export function connectionState(page: Page): Promise<string> {
  return page.evaluate(() => window.peer.connectionState);
}
