import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Audio, PeerConnection, type Track, Video } from 'node-datachannel';
import type { LoadPacket } from './load-media.js';
import type { LoadOrder } from './load-messages.js';
import { RtpWriter } from './rtp-writer.js';

const CONNECT_MILLISECONDS = 20_000;
const REQUEST_MILLISECONDS = 15_000;
const PAYLOAD_TYPES = { audio: 111, video: 96 } as const;

/** One WHIP session on libdatachannel: offer without candidates, no trickle, DELETE at the end. */
export class LoadPublisher {
  readonly #peer: PeerConnection;
  readonly #tracks: Readonly<Record<LoadPacket['kind'], Track>>;
  readonly #writers: Readonly<Record<LoadPacket['kind'], RtpWriter>>;
  readonly #authorization: string;
  #session = '';

  constructor({ token, address }: Pick<LoadOrder, 'token' | 'address'>) {
    this.#authorization = `Bearer ${token}`;
    const ssrcs = { audio: randomInt(1, 2 ** 31), video: randomInt(2 ** 31, 2 ** 32) };
    this.#peer = new PeerConnection('load', { iceServers: [], bindAddress: address });
    const audio = new Audio('0', 'SendOnly');
    audio.addOpusCodec(PAYLOAD_TYPES.audio);
    audio.addSSRC(ssrcs.audio, 'load', 'load', 'load-audio');
    const video = new Video('1', 'SendOnly');
    video.addVP8Codec(PAYLOAD_TYPES.video);
    video.addSSRC(ssrcs.video, 'load', 'load', 'load-video');
    this.#tracks = { audio: this.#peer.addTrack(audio), video: this.#peer.addTrack(video) };
    this.#writers = {
      audio: new RtpWriter(PAYLOAD_TYPES.audio, ssrcs.audio),
      video: new RtpWriter(PAYLOAD_TYPES.video, ssrcs.video),
    };
  }

  /** @throws Error when the POST is refused or the transport does not come up in time */
  async open(endpoint: string): Promise<{ answeredAfter: number; connectedAfter: number }> {
    const offer = await this.#offer();
    const start = performance.now();
    const answer = await this.#post(endpoint, offer);
    const answeredAfter = performance.now() - start;
    const connected = this.#reaches('connected');
    this.#apply(answer);
    await connected;
    return { answeredAfter, connectedAfter: performance.now() - start };
  }

  /** @param elapsed milliseconds of media before the packet's loop */
  send({ kind, payload, timestamp, marker }: LoadPacket, elapsed: number): void {
    const track = this.#tracks[kind];
    if (!track.isOpen()) return;
    const ticks = elapsed * (kind === 'audio' ? 48 : 90);
    track.sendMessageBinary(this.#writers[kind].write(payload, timestamp + ticks, marker));
  }

  /** Resolves with the DELETE's status; 0 when there was no session. */
  async close(): Promise<number> {
    const status = this.#session ? await this.#delete() : 0;
    // The tracks first: the other way round libdatachannel keeps their memory.
    for (const track of Object.values(this.#tracks)) track.close();
    this.#peer.close();
    return status;
  }

  #offer(): Promise<string> {
    return new Promise((resolve) => {
      this.#peer.onLocalDescription((sdp) => resolve(sdp.replace(/^a=candidate:.*\r?\n/gm, '')));
      this.#peer.setLocalDescription('offer');
    });
  }

  async #post(endpoint: string, offer: string): Promise<string> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/sdp' },
      body: offer,
      signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
    });
    const body = await response.text();
    if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${body}`);
    this.#session = new URL(response.headers.get('location') ?? '', endpoint).href;
    return body;
  }

  /** Candidates only after the description: DTLS fails now and then otherwise. */
  #apply(answer: string): void {
    const candidates = [...answer.matchAll(/^a=(candidate:.*?)\r?$/gm)].map(
      ([, text = '']) => text,
    );
    this.#peer.setRemoteDescription(answer.replace(/^a=candidate:.*\r?\n/gm, ''), 'answer');
    for (const candidate of new Set(candidates)) this.#peer.addRemoteCandidate(candidate, '0');
  }

  #reaches(wanted: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`not ${wanted} in time: ${this.#peer.state()}`)),
        CONNECT_MILLISECONDS,
      );
      this.#peer.onStateChange((state) => {
        if (state !== wanted && state !== 'failed') return;
        clearTimeout(late);
        if (state === wanted) resolve();
        else reject(new Error('the transport failed'));
      });
    });
  }

  async #delete(): Promise<number> {
    const response = await fetch(this.#session, {
      method: 'DELETE',
      headers: { authorization: this.#authorization },
      signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
    });
    await response.arrayBuffer();
    return response.status;
  }
}
