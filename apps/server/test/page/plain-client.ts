/**
 * The plainest WHIP and WHEP client a page can be: written by the RFC and independent of
 * `@whipway/client`, so that the two do not share a mistake. Runs in the browser.
 */
export interface PlainClient {
  /** Publishes the browser's made-up camera and microphone. @returns the session's URL */
  publish(endpoint: string, token: string, codec: string): Promise<string>;
  /** Plays into the page's video element. @returns the session's URL */
  watch(endpoint: string): Promise<string>;
  /** Restarts ICE on the latest session. @returns the status of the PATCH */
  restart(): Promise<number>;
  /** DELETEs the latest session. @returns the status */
  end(): Promise<number>;
  connectionState(): string;
}

/** Puts the client into `window.plainClient`; must name nothing from outside its own body. */
export function installPlainClient(): void {
  let connection: RTCPeerConnection;
  let session = '';
  let token = '';
  let etag = '';

  const authorization = (): Record<string, string> =>
    token ? { Authorization: `Bearer ${token}` } : {};

  function value(sdp: string, name: string): string {
    return sdp.match(new RegExp(`a=${name}:(.*)`))?.[1]?.trim() ?? '';
  }

  function gathered(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => connection.iceGatheringState === 'complete' && resolve();
      connection.addEventListener('icegatheringstatechange', check);
      check();
    });
  }

  function fragment(sdp: string): string {
    const candidates = [...new Set(sdp.match(/a=candidate:.*/g) ?? [])].map((line) => line.trim());
    const tagged = value(sdp, 'group').split(' ')[1] ?? '0';
    return [
      `a=ice-ufrag:${value(sdp, 'ice-ufrag')}`,
      `a=ice-pwd:${value(sdp, 'ice-pwd')}`,
      'm=audio 9 UDP/TLS/RTP/SAVPF 0',
      `a=mid:${tagged}`,
      ...candidates,
      'a=end-of-candidates',
      '',
    ].join('\r\n');
  }

  function patch(body: string, ifMatch: string): Promise<Response> {
    const type = 'application/trickle-ice-sdpfrag';
    const headers = { ...authorization(), 'Content-Type': type, 'If-Match': ifMatch };
    return fetch(session, { method: 'PATCH', headers, body });
  }

  async function negotiate(endpoint: string): Promise<string> {
    await connection.setLocalDescription(await connection.createOffer());
    const body = connection.localDescription?.sdp ?? '';
    const headers = { ...authorization(), 'Content-Type': 'application/sdp' };
    const response = await fetch(endpoint, { method: 'POST', headers, body });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    session = new URL(response.headers.get('Location') ?? '', response.url).href;
    etag = response.headers.get('ETag') ?? '';
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    await gathered();
    const trickled = await patch(fragment(connection.localDescription?.sdp ?? ''), etag);
    if (trickled.status !== 204) throw new Error(`trickle: ${trickled.status}`);
    return session;
  }

  /** The answer again, with what the restart replaced. */
  function restarted(answer: string, body: string): string {
    const candidates = body.match(/a=candidate:.*\r\n/g) ?? [];
    return answer
      .replace(/a=candidate:.*\r\n/g, '')
      .replace(/a=ice-ufrag:.*/g, `a=ice-ufrag:${value(body, 'ice-ufrag')}`)
      .replace(/a=ice-pwd:.*/g, `a=ice-pwd:${value(body, 'ice-pwd')}`)
      .replace(/(a=mid:.*\r\n)/, `$1${candidates.join('')}`);
  }

  const client: PlainClient = {
    async publish(endpoint, bearer, codec) {
      token = bearer;
      connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      for (const track of media.getTracks()) {
        const { sender } = connection.addTransceiver(track, {
          direction: 'sendonly',
          streams: [media],
        });
        if (track.kind !== 'video') continue;
        const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
        const wanted = codecs.filter(({ mimeType }) => mimeType.toLowerCase() === codec);
        const transceiver = connection.getTransceivers().find((one) => one.sender === sender);
        transceiver?.setCodecPreferences(wanted);
      }
      return negotiate(endpoint);
    },
    async watch(endpoint) {
      connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      const stream = new MediaStream();
      connection.addEventListener('track', ({ track }) => stream.addTrack(track));
      connection.addTransceiver('audio', { direction: 'recvonly' });
      connection.addTransceiver('video', { direction: 'recvonly' });
      const video = document.querySelector('video');
      if (video) video.srcObject = stream;
      return negotiate(endpoint);
    },
    async restart() {
      const answer = connection.remoteDescription?.sdp ?? '';
      const offer = await connection.createOffer({ iceRestart: true });
      const response = await patch(fragment(offer.sdp ?? ''), '*');
      if (response.status !== 200) return response.status;
      etag = response.headers.get('ETag') ?? '';
      const sdp = restarted(answer, await response.text());
      await connection.setLocalDescription(offer);
      await connection.setRemoteDescription({ type: 'answer', sdp });
      await gathered();
      await patch(fragment(connection.localDescription?.sdp ?? ''), etag);
      return response.status;
    },
    async end() {
      const response = await fetch(session, { method: 'DELETE', headers: authorization() });
      return response.status;
    },
    connectionState: () => connection.connectionState,
  };
  Object.defineProperty(window, 'plainClient', { value: client });
}
