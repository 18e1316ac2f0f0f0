import type { PluginData } from '../connection/janus-message.js';
import { defined } from '../publishing/defined.js';
import type { Ending, Joined, PublishingPlan, TakenCodecs } from '../publishing/publishing-plan.js';
import { participants } from '../rooms/participants.js';
import type { RoomPlan } from '../rooms/room-plan.js';
import { type CreatedRoom, DEFAULT_ROOM, type JanusId } from '../settings/room-settings.js';
import type { JanusEndpointSettings } from '../settings.js';

/** Hertz. */
const SAMPLING_RATE = 48_000;

const CODES = { missing: 485, exists: 486, wrongType: 484 } as const;

/** One voice in an AudioBridge room. It is heard in the mix; it gets no mix back. */
export class AudioBridgePlan implements PublishingPlan {
  readonly plugin = 'audiobridge';
  readonly room: RoomPlan;
  readonly #endpointId: string;
  readonly #settings: JanusEndpointSettings;

  constructor(endpointId: string, settings: JanusEndpointSettings) {
    const { room, secret } = settings;
    this.#endpointId = endpointId;
    this.#settings = settings;
    const create = settings.create ?? (room === undefined ? DEFAULT_ROOM : undefined);
    this.room = {
      plugin: 'audiobridge',
      id: room,
      create: create && createRequest(endpointId, settings, create),
      destroy: defined({ request: 'destroy', secret }),
      codes: CODES,
    };
  }

  join(room: JanusId | undefined): PluginData {
    const { display, pin, token, publisherId, muted, volume } = this.#settings;
    return defined({
      request: 'join',
      room,
      id: publisherId,
      display: display ?? this.#endpointId,
      pin,
      token,
      muted,
      volume,
    });
  }

  restart(): PluginData {
    return { request: 'configure' };
  }

  ending({ audiobridge, kicked, leaving, reason }: PluginData): Ending | undefined {
    if (audiobridge === 'destroyed')
      return { reason: 'backend-closed', detail: 'the room was destroyed' };
    if (kicked !== undefined || (leaving === 'ok' && reason === 'kicked'))
      return { reason: 'kicked', detail: 'kicked out of the room' };
    return undefined;
  }

  async codecs(): Promise<TakenCodecs> {
    return { audio: ['opus', 'pcmu', 'pcma'], video: [] };
  }

  async stillThere({ handle, room, data }: Joined): Promise<boolean> {
    const { id: own } = data;
    const found = (await participants(handle, room)).find(({ id }) => id === own);
    return found?.setup === true;
  }
}

function createRequest(
  endpointId: string,
  { secret, pin }: JanusEndpointSettings,
  create: CreatedRoom,
): PluginData {
  return defined({
    request: 'create',
    permanent: false,
    description: create.description ?? endpointId,
    is_private: create.private,
    secret,
    pin,
    sampling_rate: create.samplingRate ?? SAMPLING_RATE,
    record: create.record,
    record_file: create.recordFile,
  });
}
