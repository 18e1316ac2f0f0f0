import type { Logger } from '@whipway/core';
import type { JanusConnection } from '../connection/janus-connection.js';
import type { JanusHandle } from '../connection/janus-handle.js';
import type { PluginData } from '../connection/janus-message.js';
import { JanusRefusal } from '../connection/janus-refusal.js';
import type { JanusId } from '../settings/room-settings.js';
import { type RoomPlan, roomIdOf } from './room-plan.js';

interface Room {
  readonly endpointId: string;
  readonly plan: RoomPlan;
  /** Set while the room is there or being made; undefined: to be made. */
  made: Promise<JanusId> | undefined;
  /** True: we made it, so we remove it. */
  owned: boolean;
}

/** The rooms of the endpoints: made when first needed, made again when lost, removed at the end. */
export class Rooms {
  readonly #connection: JanusConnection;
  readonly #logger: Logger;
  readonly #adminKey: string | undefined;
  readonly #rooms = new Map<string, Room>();
  /** Whether this Janus has string ids; undefined until a room was made. */
  #stringIds: boolean | undefined;

  constructor(connection: JanusConnection, logger: Logger, adminKey: string | undefined) {
    this.#connection = connection;
    this.#logger = logger;
    this.#adminKey = adminKey;
  }

  /**
   * The id of the endpoint's room, which is there then unless it is a fixed one that is missing.
   *
   * @throws JanusRefusal; WhipError
   */
  async enter(endpointId: string, plan: RoomPlan): Promise<JanusId> {
    if (!plan.create && plan.id !== undefined) return plan.id;
    const room = this.#of(endpointId, plan);
    room.made ??= this.#make(room);
    try {
      return await room.made;
    } catch (error) {
      room.made = undefined;
      throw error;
    }
  }

  /** Janus says the room is missing. True when it can be made, and will be by the next `enter`. */
  missing(endpointId: string): boolean {
    const room = this.#rooms.get(endpointId);
    if (room) room.made = undefined;
    return room !== undefined;
  }

  /** Janus may have lost all rooms: they are made again, for whoever watches is waiting there. */
  async restore(): Promise<void> {
    this.#stringIds = undefined;
    for (const room of this.#rooms.values()) room.made = undefined;
    for (const { endpointId, plan } of this.#rooms.values()) {
      await this.enter(endpointId, plan).catch((error: unknown) => {
        this.#logger.warn('a room could not be made again', { endpointId, error });
      });
    }
  }

  /** Removes the endpoint's room, if it was ours. @throws JanusRefusal; WhipError */
  async remove(endpointId: string): Promise<void> {
    const room = this.#rooms.get(endpointId);
    this.#rooms.delete(endpointId);
    const id = await room?.made?.catch(() => undefined);
    if (!room?.owned || id === undefined) return;
    const { plan } = room;
    await this.#withHandle(plan, async (handle) => {
      await handle.message({ ...plan.destroy, room: id }).catch((error: unknown) => {
        if (!JanusRefusal.is(error, plan.plugin, plan.codes.missing)) throw error;
      });
    });
  }

  /** Removes all of them, as far as Janus answers. Never rejects. */
  async removeAll(): Promise<void> {
    const removals = [...this.#rooms.keys()].map((endpointId) => this.remove(endpointId));
    await Promise.allSettled(removals);
  }

  #of(endpointId: string, plan: RoomPlan): Room {
    const known = this.#rooms.get(endpointId);
    if (known) return known;
    const room: Room = { endpointId, plan, made: undefined, owned: false };
    this.#rooms.set(endpointId, room);
    return room;
  }

  #make(room: Room): Promise<JanusId> {
    const { plan, endpointId } = room;
    return this.#withHandle(plan, async (handle) => {
      if (plan.id !== undefined) return this.#create(handle, room, plan.id);
      try {
        return await this.#create(handle, room, roomIdOf(endpointId, this.#stringIds ?? true));
      } catch (error) {
        if (!JanusRefusal.is(error, plan.plugin, plan.codes.wrongType)) throw error;
        this.#stringIds = false;
        return this.#create(handle, room, roomIdOf(endpointId, false));
      }
    });
  }

  async #create(handle: JanusHandle, room: Room, id: JanusId): Promise<JanusId> {
    const { plan } = room;
    const body: PluginData = {
      ...plan.create,
      room: id,
      ...(this.#adminKey === undefined ? {} : { admin_key: this.#adminKey }),
    };
    try {
      await handle.message(body);
      room.owned = true;
    } catch (error) {
      if (!JanusRefusal.is(error, plan.plugin, plan.codes.exists)) throw error;
      // One made from the endpoint's id was ours in an earlier life; a configured one is not.
      room.owned ||= plan.id === undefined;
    }
    return id;
  }

  /** Room requests need a handle, and none is to be left behind. */
  async #withHandle<Value>(
    { plugin }: RoomPlan,
    work: (handle: JanusHandle) => Promise<Value>,
  ): Promise<Value> {
    const handle = await this.#connection.attach(plugin, 'whipway-rooms', {
      event() {},
      lost() {},
    });
    try {
      return await work(handle);
    } finally {
      void handle.detach();
    }
  }
}
