import type { PluginData } from '../connection/janus-message.js';
import { defined } from '../publishing/defined.js';
import type { Ending, PublishingPlan } from '../publishing/publishing-plan.js';
import type { JanusEndpointSettings } from '../settings.js';

/** One recording of RecordPlay. It has no rooms and knows no other participants. */
export class RecordPlayPlan implements PublishingPlan {
  readonly plugin = 'recordplay';
  readonly #endpointId: string;
  readonly #settings: JanusEndpointSettings;

  constructor(endpointId: string, settings: JanusEndpointSettings) {
    this.#endpointId = endpointId;
    this.#settings = settings;
  }

  join(): PluginData {
    const { display, filename, audioCodec, videoCodec, bitrate, keyframeInterval } = this.#settings;
    return defined({
      request: 'record',
      name: display ?? this.#endpointId,
      filename,
      audiocodec: audioCodec,
      videocodec: videoCodec,
      'video-bitrate-max': bitrate,
      'video-keyframe-interval': keyframeInterval,
    });
  }

  restart(): PluginData {
    return { ...this.join(), update: true };
  }

  ending({ result }: PluginData): Ending | undefined {
    const stopped =
      typeof result === 'object' && result !== null && 'status' in result
        ? result.status === 'stopped'
        : false;
    return stopped ? { reason: 'backend-closed', detail: 'the recording was stopped' } : undefined;
  }
}
