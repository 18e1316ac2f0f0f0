import type { BackendEndpoint } from '@whipway/core';
import { AudioBridgePlan } from '../audiobridge/audio-bridge-plan.js';
import { RecordPlayPlan } from '../record-play/record-play-plan.js';
import { endpointSettings } from '../settings.js';
import { VideoRoomPlan } from '../videoroom/video-room-plan.js';
import type { PublishingPlan } from './publishing-plan.js';

/** How publishers of this endpoint are taken. @throws ZodError for a block that is not valid */
export function planFor(endpoint: BackendEndpoint, adminKey: string | undefined): PublishingPlan {
  const settings = endpointSettings.parse(endpoint.settings ?? {});
  if (settings.plugin === 'audiobridge') return new AudioBridgePlan(endpoint.id, settings);
  if (settings.plugin === 'recordplay') return new RecordPlayPlan(endpoint.id, settings);
  return new VideoRoomPlan(endpoint.id, settings, adminKey);
}
