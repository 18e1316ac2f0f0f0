import {
  type GstOptions,
  gstArguments,
  isDebugging,
  TELL_EVENTS,
  tellsEndOf,
} from './gst-arguments.js';
import type { GstPipeline } from './gst-pipeline.js';
import type { MediaPlan } from './media-source.js';

export interface GstMedia extends GstOptions {
  readonly pipelines: readonly GstPipeline[];
  /** End when this sink has seen the end of its stream. */
  readonly eosSinkName: string | undefined;
}

/** Publishing with GStreamer. */
export function gstPlan({ pipelines, eosSinkName, ...options }: GstMedia): MediaPlan {
  const codecs = pipelines.map(({ codec }) => codec);
  return {
    title: `GStreamer ${codecs.map(({ kind, name }) => `${kind} (${name})`).join(' and ')}`,
    codecs,
    command: (tracks) => ({
      program: 'gst-launch-1.0',
      args: gstArguments(pipelines, tracks, options),
      ...(eosSinkName === undefined ? {} : { environment: TELL_EVENTS }),
    }),
    takesFeedback: true,
    isNoise: isDebugging,
    ...(eosSinkName === undefined
      ? {}
      : { tellsEnd: (line: string) => tellsEndOf(line, eosSinkName) }),
  };
}
