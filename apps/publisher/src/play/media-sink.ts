import type { RtcpSrPacket, RtpPacket } from 'werift';
import type { MediaKind, OfferedCodec } from '../peer/codecs.js';
import type { MediaListener } from '../peer/incoming-media.js';
import { ChildTool, type ToolEnd } from '../source/child-tool.js';
import { FfmpegProgress } from '../source/ffmpeg-progress.js';
import { freePortPair, UdpPort } from '../source/udp-port.js';
import { type PlayedTrack, type PlayerWishes, playerCommand } from './player-arguments.js';
import { goodbye, PlayerTrack } from './player-track.js';

export interface SinkEvents {
  /** The player ended by itself: its window was closed, or it failed. */
  ended(end: ToolEnd, tool: ChildTool): void;
  /** The player cannot be started. */
  failed(error: unknown): void;
  firstFrame(): void;
  complaint(line: string): void;
  /** The player begins, or misses a picture. */
  keyFrameWanted(): void;
}

export interface SinkParts extends PlayerWishes {
  /** As offered. */
  readonly codecs: readonly OfferedCodec[];
  readonly events: SinkEvents;
}

/** The first packets tell which kinds come; a kind that is later than this is left out. Milliseconds. */
const COLLECTING = 1000;
/** Between two requests for a key frame while the player has none, in milliseconds. */
const KEY_FRAME_INTERVAL = 700;

interface Target {
  readonly track: PlayerTrack;
  readonly port: number;
}

/** Takes received media to a player. */
export class MediaSink implements MediaListener {
  readonly #parts: SinkParts;
  readonly #progress = new FfmpegProgress();
  readonly #codecs = new Map<MediaKind, OfferedCodec>();
  readonly #targets = new Map<MediaKind, Target>();
  #sender: UdpPort | undefined;
  #tool: ChildTool | undefined;
  #starting: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;
  #seen = false;
  #packets = 0;

  constructor(parts: SinkParts) {
    this.#parts = parts;
  }

  get progress() {
    return this.#progress.latest;
  }

  /** Received so far. */
  get packets() {
    return this.#packets;
  }

  /** Whatever the session, media comes to {@link packet}. */
  async connect(): Promise<void> {
    this.#parts.events.keyFrameWanted();
  }

  packet(kind: MediaKind, packet: RtpPacket): void {
    this.#packets += 1;
    const codec = this.#parts.codecs.find(
      (candidate) => candidate.payloadType === packet.header.payloadType,
    );
    if (codec && !this.#tool) this.#discover(codec);
    const target = this.#targets.get(kind);
    if (!target || !codec || codec.name !== this.#codecs.get(kind)?.name) return;
    this.#sender?.send(target.track.packet(packet, Date.now()), target.port);
    if (this.#seen || (kind === 'audio' && this.#targets.has('video')) || !packet.header.marker)
      return;
    this.#seen = true;
    this.#parts.events.firstFrame();
  }

  report(kind: MediaKind, report: RtcpSrPacket): void {
    const target = this.#targets.get(kind);
    if (target) this.#sender?.send(target.track.report(report), target.port + 1);
  }

  /** Ends the player in order, so that its file is whole; resolves when it is gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#starting);
    clearInterval(this.#asking);
    const tool = this.#tool;
    this.#tool = undefined;
    await tool?.stop(() => {
      for (const { port } of this.#targets.values()) this.#sender?.send(goodbye(), port + 1);
    });
    this.#sender?.close();
    this.#sender = undefined;
    this.#targets.clear();
  }

  #discover(codec: OfferedCodec): void {
    this.#codecs.set(codec.kind, codec);
    const wanted = new Set(this.#parts.codecs.map(({ kind }) => kind)).size;
    if (this.#codecs.size === wanted) clearTimeout(this.#starting);
    else if (this.#starting) return;
    const wait = this.#codecs.size === wanted ? 0 : COLLECTING;
    const { events } = this.#parts;
    this.#starting = setTimeout(() => this.#start().catch(events.failed), wait);
  }

  async #start(): Promise<void> {
    if (this.#tool || this.#sender) return;
    this.#sender = await UdpPort.open(() => {});
    const tracks: PlayedTrack[] = [];
    for (const codec of this.#codecs.values())
      tracks.push({ codec, port: await freePortPair(tracks.map(({ port }) => port)) });
    const { events } = this.#parts;
    const tool = new ChildTool(playerCommand(tracks, this.#parts), {
      output: (line) => this.#progress.take(line),
      complaint: (line) => events.complaint(line),
    });
    this.#tool = tool;
    void tool.ended.then((end) => {
      if (this.#tool === tool) events.ended(end, tool);
    });
    for (const { codec, port } of tracks)
      this.#targets.set(codec.kind, { track: new PlayerTrack(codec), port });
    this.#askForKeyFrames();
  }

  /** The player has to open its ports before anything gets there. */
  #askForKeyFrames(): void {
    this.#asking = setInterval(() => {
      if (this.#progress.latest?.framesPerSecond !== undefined) clearInterval(this.#asking);
      else this.#parts.events.keyFrameWanted();
    }, KEY_FRAME_INTERVAL);
  }
}
