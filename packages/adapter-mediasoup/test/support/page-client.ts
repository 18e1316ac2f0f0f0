/** A plain WHIP and WHEP client, installed into a test page. */
export interface PageClient {
  publish(wish: PublishWish): Promise<string>;
  watch(endpoint: string): Promise<string>;
  /** Restarts ICE. @returns the status of the PATCH */
  restart(): Promise<number>;
  /** @returns the DELETE's status */
  end(): Promise<number>;
  /** `udp` or `tcp`, of the pair in use. */
  protocol(): Promise<string>;
  /** Height of the pictures decoded, pixels. */
  frameHeight(): Promise<number>;
  connectionState(): string;
}

export interface PublishWish {
  readonly endpoint: string;
  readonly token: string;
  /** `VP8`, `H264`: the only one offered. */
  readonly codec: string;
  /** Three rid layers, h, m and l. */
  readonly simulcast: boolean;
}

declare global {
  interface Window {
    readonly pageClient: PageClient;
  }
}

/** Runs in the page: must name nothing from outside its own body but types. */
export function installPageClient(): void {
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  let session = '';
  let etag = '';
  let headers: Record<string, string> = {};

  const line = (sdp: string, name: string) =>
    new RegExp(`^a=${name}:(.*?)\\r?$`, 'm').exec(sdp)?.[1] ?? '';

  function fragmentOf(sdp: string): string {
    const candidates = new Set(sdp.match(/^a=candidate:.*$/gm)?.map((one) => one.trim()));
    const credentials = ['ice-ufrag', 'ice-pwd'].map((name) => `a=${name}:${line(sdp, name)}`);
    const media = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', `a=mid:${line(sdp, 'mid')}`];
    return [...credentials, ...media, ...candidates, 'a=end-of-candidates', ''].join('\r\n');
  }

  async function patch(ifMatch: string): Promise<Response> {
    const type = 'application/trickle-ice-sdpfrag';
    return fetch(session, {
      method: 'PATCH',
      headers: { ...headers, 'Content-Type': type, 'If-Match': ifMatch },
      body: fragmentOf(connection.localDescription?.sdp ?? ''),
    });
  }

  function gathered(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => connection.iceGatheringState === 'complete' && resolve();
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });
  }

  async function negotiate(endpoint: string): Promise<string> {
    await connection.setLocalDescription();
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/sdp' },
      body: connection.localDescription?.sdp ?? '',
    });
    const body = await response.text();
    if (response.status !== 201) throw new Error(`${response.status} ${body}`);
    session = new URL(response.headers.get('Location') ?? '', endpoint).href;
    etag = response.headers.get('ETag') ?? '';
    await connection.setRemoteDescription({ type: 'answer', sdp: body });
    await gathered();
    const trickled = await patch(etag);
    if (trickled.status !== 204) throw new Error(`trickle: ${trickled.status}`);
    return session;
  }

  /** What is read of the entries of a statistics report. */
  interface Entry {
    readonly type: string;
    readonly id: string;
    readonly kind?: string;
    readonly frameHeight?: number;
    readonly selectedCandidatePairId?: string;
    readonly remoteCandidateId?: string;
    readonly protocol?: string;
  }

  async function stats(type: string): Promise<readonly Entry[]> {
    const report: ReadonlyMap<string, Entry> = await connection.getStats();
    return [...report.values()].filter((entry) => entry.type === type);
  }

  const client: PageClient = {
    async publish({ endpoint, token, codec, simulcast }) {
      headers = { Authorization: `Bearer ${token}` };
      const video = { width: 960, height: 540, frameRate: 20 };
      const media = await navigator.mediaDevices.getUserMedia({ audio: true, video });
      const sendEncodings = [
        { rid: 'h', maxBitrate: 500_000 },
        { rid: 'm', maxBitrate: 200_000, scaleResolutionDownBy: 2 },
        { rid: 'l', maxBitrate: 80_000, scaleResolutionDownBy: 4 },
      ];
      for (const track of media.getTracks()) {
        const transceiver = connection.addTransceiver(track, {
          direction: 'sendonly',
          streams: [media],
          ...(track.kind === 'video' && simulcast && { sendEncodings }),
        });
        if (track.kind === 'audio') continue;
        const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
        const wanted = [`video/${codec}`, 'video/rtx'];
        const chosen = codecs.filter(({ mimeType }) => wanted.includes(mimeType));
        transceiver.setCodecPreferences(chosen);
      }
      return negotiate(endpoint);
    },

    async watch(endpoint) {
      const stream = new MediaStream();
      connection.ontrack = ({ track }) => stream.addTrack(track);
      for (const kind of ['audio', 'video'])
        connection.addTransceiver(kind, { direction: 'recvonly' });
      const video = document.querySelector('video');
      if (video) video.srcObject = stream;
      return negotiate(endpoint);
    },

    async restart() {
      const answer = connection.remoteDescription?.sdp ?? '';
      connection.restartIce();
      await connection.setLocalDescription();
      await gathered();
      const response = await patch('*');
      const body = await response.text();
      if (response.status !== 200) return response.status;
      etag = response.headers.get('ETag') ?? '';
      const candidates = body.match(/^a=candidate:.*$/gm)?.join('\n') ?? '';
      const sdp = answer
        .replace(/^a=candidate:.*\r\n/gm, '')
        .replace(/^a=ice-ufrag:.*$/gm, () => `a=ice-ufrag:${line(body, 'ice-ufrag')}`)
        .replace(/^a=ice-pwd:.*$/gm, () => `a=ice-pwd:${line(body, 'ice-pwd')}`)
        .replace(/^a=end-of-candidates/gm, () => `${candidates}\na=end-of-candidates`);
      await connection.setRemoteDescription({ type: 'answer', sdp });
      return response.status;
    },

    async end() {
      return (await fetch(session, { method: 'DELETE', headers })).status;
    },

    async protocol() {
      const [transport] = await stats('transport');
      const pairs = await stats('candidate-pair');
      const pair = pairs.find(({ id }) => id === transport?.selectedCandidatePairId);
      const candidates = await stats('remote-candidate');
      return String(candidates.find(({ id }) => id === pair?.remoteCandidateId)?.protocol);
    },

    async frameHeight() {
      const inbound = await stats('inbound-rtp');
      return Number(inbound.find(({ kind }) => kind === 'video')?.frameHeight ?? 0);
    },

    connectionState: () => connection.connectionState,
  };
  Object.defineProperty(window, 'pageClient', { value: client });
}
