import type { CodecName, MediaKind, OfferedCodec } from '../peer/codecs.js';

/** Where the packets of one kind of media have to be sent on this machine. */
export interface TrackPorts {
  readonly kind: MediaKind;
  readonly codec: CodecName;
  readonly payloadType: number;
  readonly rtp: number;
  readonly rtcp: number;
}

/** How a media tool is started. */
export interface ToolCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** What is published: which codecs it can have, and the tool that makes the packets. */
export interface MediaPlan {
  /** In one line, for people: `test pattern 1280x720, 30 fps`. */
  readonly title: string;
  /** Offered, the preferred one first. */
  readonly codecs: readonly OfferedCodec[];
  /** The tool for what the server agreed to. */
  command(tracks: readonly TrackPorts[]): ToolCommand;
}
