import { CommandError } from '../cli/command-error.js';
import type { MediaKind, OfferedCodec } from '../peer/codecs.js';
import type { WeriftPeer } from '../peer/werift-peer.js';
import { isRtcp, isRtp } from '../rtp/is-packet.js';
import { pictureLoss, sourceOf } from '../rtp/picture-loss.js';
import { ChildTool, type ToolEnd } from './child-tool.js';
import { FfmpegProgress } from './ffmpeg-progress.js';
import type { MediaPlan, TrackPorts } from './media-source.js';
import { freeUdpPort, UdpPort } from './udp-port.js';

export interface FeedEvents {
  /** The tool ended by itself. */
  ended(end: ToolEnd, tool: ChildTool): void;
  /** The first whole picture (without one: sound) of this feed went out to the server. */
  firstFrame(): void;
  /** The server takes none of the codecs of a kind that was offered. */
  refused(kind: MediaKind): void;
  /** A line of the tool. */
  complaint(line: string): void;
}

interface Track {
  readonly codec: OfferedCodec;
  readonly rtp: UdpPort;
  readonly rtcp: UdpPort;
  readonly feedback: number | undefined;
}

/**
 * Brings the packets of a media tool to whichever connection is open. The tool goes on while there is
 * none, as a camera would; another codec needs it to be started anew.
 */
export class MediaFeed {
  readonly #plan: MediaPlan;
  readonly #events: FeedEvents;
  readonly #progress = new FfmpegProgress();
  readonly #tracks = new Map<MediaKind, Track>();
  #tool: ChildTool | undefined;
  #peer: WeriftPeer | undefined;
  #starting: Promise<void> | undefined;
  #seen = false;
  #packets = 0;
  #videoSource: number | undefined;

  constructor(plan: MediaPlan, events: FeedEvents) {
    this.#plan = plan;
    this.#events = events;
  }

  get progress() {
    return this.#progress.latest;
  }

  /** Packets of the tool so far, on whichever connection. */
  get packets() {
    return this.#packets;
  }

  /**
   * From now on packets go to this connection; the tool is started when it does not run yet.
   *
   * @throws CommandError `refused` when the server takes nothing of what was offered
   */
  async connect(peer: WeriftPeer): Promise<void> {
    this.#peer = peer;
    this.#starting = (this.#starting ?? Promise.resolve()).then(() => this.#start(peer));
    await this.#starting;
  }

  /** Ends the tool; resolves when it is gone. */
  async stop(): Promise<void> {
    const tool = this.#tool;
    this.#tool = undefined;
    await tool?.stop();
    for (const { rtp, rtcp } of this.#tracks.values()) {
      rtp.close();
      rtcp.close();
    }
    this.#tracks.clear();
  }

  async #start(peer: WeriftPeer): Promise<void> {
    const agreed = (['audio', 'video'] as const).flatMap(
      (kind) => peer.outgoing(kind)?.codec ?? [],
    );
    this.#checkKinds(agreed);
    const same = agreed.every(({ kind, name }) => this.#tracks.get(kind)?.codec.name === name);
    this.#listen(peer);
    if (this.#tool && same && agreed.length === this.#tracks.size) return;
    await this.stop();
    for (const codec of agreed)
      this.#tracks.set(codec.kind, {
        codec,
        rtp: await UdpPort.open((packet) => this.#packet(codec.kind, packet), isRtp),
        rtcp: await UdpPort.open((packet) => this.#report(codec.kind, packet), isRtcp),
        feedback: this.#plan.takesFeedback && (await freeUdpPort()),
      });
    this.#run();
  }

  #checkKinds(agreed: readonly OfferedCodec[]): void {
    const { codecs } = this.#plan;
    if (agreed.length === 0) {
      const names = codecs.map(({ name }) => name).join(', ');
      throw new CommandError('refused', `The server takes nothing of what was offered: ${names}.`);
    }
    const taken = new Set(agreed.map(({ kind }) => kind));
    for (const kind of new Set(codecs.map((codec) => codec.kind)))
      if (!taken.has(kind)) this.#events.refused(kind);
  }

  /** Who receives may ask for a key frame; a new server gets one at once where that is possible. */
  #listen(peer: WeriftPeer): void {
    const video = peer.outgoing('video');
    if (video) video.keyFrameWanted = (source) => this.#requestKeyFrame(source);
    if (this.#videoSource !== undefined) this.#requestKeyFrame(this.#videoSource);
  }

  #requestKeyFrame(source: number): void {
    const { feedback, rtcp } = this.#tracks.get('video') ?? {};
    if (feedback === undefined) return;
    rtcp?.send(pictureLoss(source), feedback);
  }

  #run(): void {
    const tool = new ChildTool(this.#plan.command(this.#ports()), {
      output: (line) => this.#progress.take(line),
      isNoise: (line) => {
        if (this.#plan.tellsEnd?.(line)) this.#events.ended({ failure: undefined }, tool);
        return this.#plan.isNoise?.(line) ?? false;
      },
      complaint: (line) => this.#events.complaint(line),
    });
    this.#tool = tool;
    void tool.ended.then((end) => {
      if (this.#tool === tool) this.#events.ended(end, tool);
    });
  }

  #ports(): readonly TrackPorts[] {
    return [...this.#tracks.values()].map(({ codec, rtp, rtcp, feedback }) => ({
      kind: codec.kind,
      codec: codec.name.toLowerCase() as TrackPorts['codec'],
      payloadType: codec.payloadType,
      rtp: rtp.number,
      rtcp: rtcp.number,
      feedback,
    }));
  }

  #packet(kind: MediaKind, packet: Buffer): void {
    this.#packets += 1;
    if (kind === 'video') this.#videoSource = sourceOf(packet);
    const outgoing = this.#peer?.outgoing(kind);
    if (!outgoing?.write(packet) || this.#seen || !this.#peer?.isOpen) return;
    const picture = this.#tracks.has('video') ? 'video' : 'audio';
    if (kind !== picture || outgoing.figures.frames < (kind === 'video' ? 1 : 0)) return;
    this.#seen = true;
    this.#events.firstFrame();
  }

  #report(kind: MediaKind, packet: Buffer): void {
    this.#peer?.outgoing(kind)?.tellClock(packet);
  }
}
