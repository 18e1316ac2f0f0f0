import { Audio, PeerConnection, Video } from 'node-datachannel';
import { SequenceGaps } from './sequence-gaps.js';

const PAYLOAD_TYPES = { audio: 111, video: 96 } as const;
const ANSWER_MILLISECONDS = 5_000;
const HEADER_BYTES = 12;

/** A WHEP player on libdatachannel that counts what comes, and asks for no packet again. */
export class Viewer {
  packets = 0;
  readonly #peer = new PeerConnection('viewer', { iceServers: [], bindAddress: '127.0.0.1' });
  readonly #streams = new Map<number, SequenceGaps>();
  /** libdatachannel closes a track that nobody holds. */
  readonly #tracks = [this.#addAudio(), this.#addVideo()];

  constructor() {
    for (const track of this.#tracks) track.onMessage((data) => this.#count(data));
  }

  /** Streams that something came of. */
  get streams(): number {
    return this.#streams.size;
  }

  /** Packets that did not come, of all streams. */
  get missing(): number {
    return [...this.#streams.values()].reduce((sum, { missing }) => sum + missing, 0);
  }

  /** @throws Error when the POST is not answered 201 in time */
  async open(url: string): Promise<void> {
    const body = await this.#offer();
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const response = await fetch(url, { method: 'POST', body, signal });
    const answer = await response.text();
    if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${answer}`);
    // Candidates only after the description: DTLS fails now and then otherwise.
    const candidates = answer.matchAll(/^a=(candidate:.*?)\r?$/gm);
    this.#peer.setRemoteDescription(answer.replace(/^a=candidate:.*\r?\n/gm, ''), 'answer');
    for (const candidate of new Set([...candidates].map(([, text = '']) => text)))
      this.#peer.addRemoteCandidate(candidate, '0');
  }

  #addAudio() {
    const audio = new Audio('0', 'RecvOnly');
    audio.addOpusCodec(PAYLOAD_TYPES.audio);
    return this.#peer.addTrack(audio);
  }

  #addVideo() {
    const video = new Video('1', 'RecvOnly');
    video.addVP8Codec(PAYLOAD_TYPES.video);
    return this.#peer.addTrack(video);
  }

  #offer(): Promise<string> {
    return new Promise((resolve) => {
      this.#peer.onLocalDescription((sdp) => resolve(sdp.replace(/^a=candidate:.*\r?\n/gm, '')));
      this.#peer.setLocalDescription('offer');
    });
  }

  #count(data: Buffer): void {
    const type = data[1] ?? 0;
    // RTCP by its type (RFC 5761, section 4).
    if (data.length < HEADER_BYTES || (type >= 192 && type <= 223)) return;
    const ssrc = data.readUInt32BE(8);
    const gaps = this.#streams.get(ssrc) ?? new SequenceGaps();
    this.#streams.set(ssrc, gaps);
    gaps.add(data.readUInt16BE(2));
    this.packets += 1;
  }
}
