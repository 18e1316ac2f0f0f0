import type { GstPipeline } from './gst-pipeline.js';
import type { TrackPorts } from './media-source.js';

export interface GstOptions {
  /** Milliseconds; -1 leaves GStreamer's own. */
  readonly jitterBuffer: number;
}

/** The element that makes sender reports, so that sound and picture stay together. */
const SESSION = 'whippublishrtp';

/**
 * The arguments of `gst-launch-1.0` that run the pipelines and send each one's packets to its port.
 * One element for both keeps one clock in their reports.
 */
export function gstArguments(
  pipelines: readonly GstPipeline[],
  tracks: readonly TrackPorts[],
  { jitterBuffer }: GstOptions,
): string[] {
  const latency = jitterBuffer >= 0 ? [`latency=${jitterBuffer}`] : [];
  const branches = tracks.flatMap((track, index) => {
    const pipeline = pipelines.find(({ kind }) => kind === track.kind);
    return pipeline ? branch(pipeline, track, index) : [];
  });
  return ['-q', 'rtpbin', `name=${SESSION}`, ...latency, ...branches];
}

function branch({ words }: GstPipeline, ports: TrackPorts, index: number): string[] {
  const { rtp, rtcp, feedback } = ports;
  const heard = ['udpsrc', 'address=127.0.0.1', `port=${feedback}`, 'caps=application/x-rtcp'];
  return [
    ...[...words, '!', `${SESSION}.send_rtp_sink_${index}`],
    ...[`${SESSION}.send_rtp_src_${index}`, '!', ...sink(rtp), 'async=false'],
    ...[`${SESSION}.send_rtcp_src_${index}`, '!', ...sink(rtcp), 'sync=false', 'async=false'],
    ...(feedback === undefined ? [] : [...heard, '!', `${SESSION}.recv_rtcp_sink_${index}`]),
  ];
}

function sink(port: number): string[] {
  return ['udpsink', 'host=127.0.0.1', `port=${port}`];
}

/** Makes GStreamer tell each event, and so the one at the end of a stream. */
export const TELL_EVENTS = { GST_DEBUG: 'GST_EVENT:5', GST_DEBUG_NO_COLOR: '1' } as const;

/** Reads {@link TELL_EVENTS}: true when the named sink has seen the end of its stream. */
export function tellsEndOf(line: string, sinkName: string): boolean {
  return line.includes(`<${sinkName}:sink> have event type eos`);
}

/** A line of GStreamer's debugging, as opposed to one for people: `0:00:00.17  2822 0x55b6 DEBUG …`. */
export function isDebugging(line: string): boolean {
  return /^\d+:\d\d:\d\d\.\d+\s+\d+\s+0x[\da-f]+\s/.test(line);
}
