import type { JanusHandle } from '../connection/janus-handle.js';
import type { PluginData } from '../connection/janus-message.js';
import { defined } from '../publishing/defined.js';
import type { Ending, Joined, PublishingPlan, TakenCodecs } from '../publishing/publishing-plan.js';
import { participants } from '../rooms/participants.js';
import { roomCodecs } from '../rooms/room-list.js';
import type { RoomPlan } from '../rooms/room-plan.js';
import { type CreatedRoom, DEFAULT_ROOM, type JanusId } from '../settings/room-settings.js';
import type { JanusEndpointSettings } from '../settings.js';
import { forwardRtp } from './rtp-forwarders.js';

const CODES = { missing: 426, exists: 427, wrongType: 430 } as const;

/** One publisher in a VideoRoom. */
export class VideoRoomPlan implements PublishingPlan {
  readonly plugin = 'videoroom';
  readonly room: RoomPlan;
  readonly ridOrder: 'hml' | 'lmh' | undefined;
  readonly #endpointId: string;
  readonly #settings: JanusEndpointSettings;
  readonly #adminKey: string | undefined;
  /** Undefined: a room that is there already. */
  readonly #create: CreatedRoom | undefined;

  constructor(endpointId: string, settings: JanusEndpointSettings, adminKey: string | undefined) {
    const { room, secret } = settings;
    this.#endpointId = endpointId;
    this.#settings = settings;
    this.ridOrder = settings.ridOrder;
    this.#adminKey = adminKey;
    this.#create = settings.create ?? (room === undefined ? DEFAULT_ROOM : undefined);
    this.room = {
      plugin: 'videoroom',
      id: room,
      create: this.#create && createRequest(endpointId, settings, this.#create),
      destroy: defined({ request: 'destroy', secret }),
      codes: CODES,
    };
  }

  join(room: JanusId | undefined): PluginData {
    const { display, pin, token, publisherId, bitrate, record, filename } = this.#settings;
    return defined({
      request: 'joinandconfigure',
      ptype: 'publisher',
      room,
      id: publisherId,
      display: display ?? this.#endpointId,
      pin,
      token,
      bitrate,
      audiocodec: this.#settings.audioCodec,
      videocodec: this.#settings.videoCodec,
      record,
      filename,
    });
  }

  restart(): PluginData {
    return { request: 'configure' };
  }

  async afterJoin(joined: Joined): Promise<void> {
    const { recipients = [], secret } = this.#settings;
    await forwardRtp(joined, recipients, defined({ secret, admin_key: this.#adminKey }));
  }

  /** All but these are news of other participants, who are many in a big room. */
  ending({ videoroom, leaving, reason }: PluginData): Ending | undefined {
    if (videoroom === 'destroyed')
      return { reason: 'backend-closed', detail: 'the room was destroyed' };
    if (leaving === 'ok' && reason === 'kicked')
      return { reason: 'kicked', detail: 'kicked out of the room' };
    return undefined;
  }

  async codecs(handle: JanusHandle, room: JanusId | undefined): Promise<TakenCodecs | undefined> {
    const create = this.#create;
    if (!create) return roomCodecs(handle, room);
    return createdCodecs(create);
  }

  async stillThere({ handle, room, data }: Joined): Promise<boolean> {
    const { id: own } = data;
    const found = (await participants(handle, room)).find(({ id }) => id === own);
    return found?.publisher === true;
  }
}

function createdCodecs({ audioCodecs, videoCodecs }: CreatedRoom): TakenCodecs {
  return {
    audio: audioCodecs ?? ['opus'],
    video: videoCodecs ?? ['vp8', 'h264', 'vp9', 'av1'],
  };
}

function createRequest(
  endpointId: string,
  { secret, pin }: JanusEndpointSettings,
  create: CreatedRoom,
): PluginData {
  const { audio, video } = createdCodecs(create);
  return defined({
    request: 'create',
    permanent: false,
    description: create.description ?? endpointId,
    is_private: create.private,
    secret,
    pin,
    publishers: create.publishers,
    bitrate: create.bitrate,
    bitrate_cap: create.bitrateCap,
    fir_freq: create.keyframeInterval,
    audiocodec: audio.join(','),
    videocodec: video.join(','),
    rec_dir: create.recordingFolder,
  });
}
