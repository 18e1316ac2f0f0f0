import type { BackendEndpoint } from '@whipway/core';
import { AudioBridgePlan } from '../audiobridge/audio-bridge-plan.js';
import { RecordPlayPlan } from '../record-play/record-play-plan.js';
import { endpointSettings } from '../settings.js';
import { VideoRoomPlan } from '../videoroom/video-room-plan.js';
import type { PublishingPlan } from './publishing-plan.js';

interface KnownPlan {
  readonly endpointId: string;
  readonly plan: PublishingPlan;
}

/** The plans of the endpoints. One plan serves all sessions of its endpoint. */
export class Plans {
  readonly #adminKey: string | undefined;
  /** By the endpoint's block: gone with the endpoint. */
  readonly #known = new WeakMap<object, KnownPlan>();

  constructor(adminKey: string | undefined) {
    this.#adminKey = adminKey;
  }

  /** How publishers of this endpoint are taken. @throws ZodError for a block that is not valid */
  of({ id, settings }: BackendEndpoint): PublishingPlan {
    const block = typeof settings === 'object' && settings !== null ? settings : {};
    const known = this.#known.get(block);
    if (known?.endpointId === id) return known.plan;
    const plan = this.#make(id, block);
    this.#known.set(block, { endpointId: id, plan });
    return plan;
  }

  #make(endpointId: string, block: object): PublishingPlan {
    const settings = endpointSettings.parse(block);
    if (settings.plugin === 'audiobridge') return new AudioBridgePlan(endpointId, settings);
    if (settings.plugin === 'recordplay') return new RecordPlayPlan(endpointId, settings);
    return new VideoRoomPlan(endpointId, settings, this.#adminKey);
  }
}
