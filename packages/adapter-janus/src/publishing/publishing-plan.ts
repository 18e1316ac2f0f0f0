import type { CheckedOffer, HangUpReason } from '@whipway/core';
import type { JanusHandle } from '../connection/janus-handle.js';
import type { PluginData } from '../connection/janus-message.js';
import type { JanusPlugin } from '../connection/janus-plugin.js';
import type { RoomPlan } from '../rooms/room-plan.js';
import type { JanusId } from '../settings/room-settings.js';

/** Why a session is over, as Janus tells it. */
export interface Ending {
  readonly reason: HangUpReason;
  readonly detail: string;
}

/** Names of codecs, lower case. */
export interface TakenCodecs {
  readonly audio: readonly string[];
  readonly video: readonly string[];
}

/** A publisher that Janus took in. */
export interface Joined {
  readonly handle: JanusHandle;
  readonly offer: CheckedOffer;
  readonly room: JanusId | undefined;
  /** The plugin's answer. */
  readonly data: PluginData;
}

/** How one plugin takes the publishers of one endpoint; all else is the same for every plugin. */
export interface PublishingPlan {
  readonly plugin: JanusPlugin;
  /** The room it happens in. Default: the plugin has none. */
  readonly room?: RoomPlan;
  /** Order of the rids in the offer. Default: Janus’, from the highest layer. */
  readonly ridOrder?: 'hml' | 'lmh' | undefined;
  /** The request that goes with the offer. */
  join(room: JanusId | undefined): PluginData;
  /** The request that goes with the offer of an ICE restart. */
  restart(): PluginData;
  /** What else is to be set up once the publisher is in. Default: nothing. */
  afterJoin?(joined: Joined): Promise<void>;
  /** The end of the session in an event of the plugin; undefined for all other events. */
  ending(data: PluginData): Ending | undefined;
  /** What the plugin takes here, for saying why an offer was refused. Default: not known. */
  codecs?(handle: JanusHandle, room: JanusId | undefined): Promise<TakenCodecs | undefined>;
  /** Whether the publisher is still there and connected, after events were lost. Default: it is. */
  stillThere?(joined: Joined): Promise<boolean>;
}
