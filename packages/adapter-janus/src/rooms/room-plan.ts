import { createHash } from 'node:crypto';
import type { PluginData } from '../connection/janus-message.js';
import type { JanusPlugin } from '../connection/janus-plugin.js';
import type { JanusId } from '../settings/room-settings.js';

/** The room of one endpoint. */
export interface RoomPlan {
  readonly plugin: JanusPlugin;
  /** Undefined: made from the endpoint's id. */
  readonly id: JanusId | undefined;
  /** The request that makes it, without its id. Undefined: the room has to be there. */
  readonly create: PluginData | undefined;
  /** The request that removes it, without its id. */
  readonly destroy: PluginData;
  /** The plugin's error codes. */
  readonly codes: RoomCodes;
}

export interface RoomCodes {
  readonly missing: number;
  readonly exists: number;
  /** The id is a string where Janus has numbers, or the other way round. */
  readonly wrongType: number;
}

/** 48 bits: a collision of two endpoints needs millions of them, and JSON numbers hold it. */
const ID_BYTES = 6;

/**
 * The room of an endpoint that names none: its id, where Janus has string ids; else a number that is
 * the same for this id everywhere and always.
 */
export function roomIdOf(endpointId: string, strings: boolean): JanusId {
  if (strings) return endpointId;
  const number = Number(endpointId);
  if (Number.isSafeInteger(number) && number > 0 && `${number}` === endpointId) return number;
  return createHash('sha256').update(endpointId).digest().readUIntBE(0, ID_BYTES) + 1;
}
