import type { CodecName, MediaKind, OfferedCodec } from '../peer/codecs.js';

/** Where the packets of one kind of media have to be sent on this machine. */
export interface TrackPorts {
  readonly kind: MediaKind;
  readonly codec: CodecName;
  readonly payloadType: number;
  readonly rtp: number;
  readonly rtcp: number;
  /** Where the tool takes requests for key frames; only with {@link MediaPlan.takesFeedback}. */
  readonly feedback: number | undefined;
}

/** How a media tool is started. */
export interface ToolCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Written to its standard input, which is closed then. Default: it has none. */
  readonly input?: string;
}

/** What is published: which codecs it can have, and the tool that makes the packets. */
export interface MediaPlan {
  /** In one line, for people: `test pattern 1280x720, 30 fps`. */
  readonly title: string;
  /** Offered, the preferred one first. */
  readonly codecs: readonly OfferedCodec[];
  /** The tool for what the server agreed to. */
  command(tracks: readonly TrackPorts[]): ToolCommand;
  /** True when the tool makes a key frame when RTCP asks it to. Default: it cannot. */
  readonly takesFeedback?: true;
  /** True for a line of the tool's standard error that is not for people. Default: none is. */
  isNoise?(line: string): boolean;
  /** True for a line of the tool's standard error that says that the media has ended. */
  tellsEnd?(line: string): boolean;
}
