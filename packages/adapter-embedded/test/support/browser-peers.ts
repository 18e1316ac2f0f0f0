import { checkOffer, type IceFragment } from '@whipway/core';
import type { Page } from 'playwright-core';

export interface PublishWish {
  /** `VP8`, `H264`: put first in the offer. */
  readonly codec: string;
  readonly layers: boolean;
  /** Default true. */
  readonly audio?: boolean;
}

/** What runs in the page keeps its peer connection here. */
declare global {
  interface Window {
    peer: RTCPeerConnection;
  }
}

/** Makes a WHIP offer from the made-up camera and microphone; all candidates are in it. */
export function publishOffer(page: Page, wish: PublishWish): Promise<string> {
  return page.evaluate(async ({ codec, layers, audio = true }) => {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    window.peer = peer;
    const constraints = { audio, video: { width: 960, height: 540, frameRate: 15 } };
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    for (const track of stream.getTracks()) {
      const sendEncodings = [
        { rid: 'h', maxBitrate: 500_000 },
        { rid: 'm', maxBitrate: 150_000, scaleResolutionDownBy: 2 },
        { rid: 'l', maxBitrate: 60_000, scaleResolutionDownBy: 4 },
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

/** Restarts ICE and tells what the restart PATCH would say. */
export async function restartedIce(page: Page): Promise<IceFragment> {
  const offer = await page.evaluate(async () => {
    // The gathering state still says `complete` for a while: only the last candidate tells.
    const gathered = new Promise<void>((resolve) => {
      window.peer.onicecandidate = ({ candidate }) => candidate === null && resolve();
    });
    window.peer.restartIce();
    await window.peer.setLocalDescription();
    await gathered;
    return window.peer.localDescription?.sdp ?? '';
  });
  const profile = offer.includes('a=recvonly') ? 'watch' : 'publish';
  const { bundleTag, ice, candidates } = checkOffer(offer, { profile });
  return { mid: bundleTag, ...ice, candidates, endOfCandidates: true };
}

/** Puts the server's part of a restart into the answer of before (RFC 9725, section 4.3.3). */
export function takeRestart(page: Page, { ufrag, pwd, candidates }: IceFragment): Promise<void> {
  const lines = candidates.map(({ text }) => `a=candidate:${text}\r\n`);
  return page.evaluate(
    ([newUfrag = '', newPwd = '', newCandidates = '']) => {
      const [head = '', tagged = '', ...others] = (window.peer.remoteDescription?.sdp ?? '')
        .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
        .replace(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:${newUfrag}`)
        .replace(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${newPwd}`)
        .split(/^(?=m=)/m);
      const sdp = [head, tagged, newCandidates, ...others].join('');
      return window.peer.setRemoteDescription({ type: 'answer', sdp });
    },
    [ufrag, pwd, lines.join('')],
  );
}

/** The ufrag our side has on the pair the page sends on. */
export function selectedUfrag(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const stats = [...(await window.peer.getStats()).values()];
    const { selectedCandidatePairId } = stats.find(({ type }) => type === 'transport') ?? {};
    const pair = stats.find(({ id }) => id === selectedCandidatePairId);
    const remote = stats.find(({ id }) => id === pair?.remoteCandidateId);
    return remote?.usernameFragment;
  });
}

/** Width of the picture that the page decodes, 0 before the first. */
export function pictureWidth(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const stats = [...(await window.peer.getStats()).values()];
    const video = stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
    return video?.frameWidth ?? 0;
  });
}

/** Bit/s that the page believes the way to the server to carry. */
export function outgoingBitrate(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const stats = [...(await window.peer.getStats()).values()];
    return Math.max(0, ...stats.map((entry) => entry.availableOutgoingBitrate ?? 0));
  });
}

/** Switches one simulcast layer off or on, as a browser does when the way gets narrow. */
export function setLayer(page: Page, rid: string, active: boolean): Promise<void> {
  return page.evaluate(
    async ([layer, on]) => {
      const sender = window.peer.getSenders().find(({ track }) => track?.kind === 'video');
      const parameters = sender?.getParameters();
      if (!sender || !parameters) throw new Error('no video is sent');
      for (const encoding of parameters.encodings)
        if (encoding.rid === layer) encoding.active = on === true;
      await sender.setParameters(parameters);
    },
    [rid, active] as const,
  );
}

export function dtlsState(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const [transceiver] = window.peer.getTransceivers();
    return transceiver?.sender.transport?.state;
  });
}
