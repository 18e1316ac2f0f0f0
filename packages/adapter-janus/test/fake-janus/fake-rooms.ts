import { type Body, PluginError } from './fake-message.js';

export interface FakeRoom {
  readonly id: number | string;
  /** What it was created with. */
  readonly settings: Body;
}

/** Codes that VideoRoom and AudioBridge have for the same things. */
export interface RoomErrors {
  readonly missing: number;
  readonly exists: number;
  readonly wrongType: number;
  readonly missingSecret: number;
  readonly wrongSecret: number;
}

/** The rooms of one plugin. */
export class FakeRooms {
  readonly rooms = new Map<number | string, FakeRoom>();
  readonly #errors: RoomErrors;
  readonly #stringIds: boolean;
  readonly #adminKey: string | undefined;

  constructor(errors: RoomErrors, stringIds: boolean, adminKey: string | undefined) {
    this.#errors = errors;
    this.#stringIds = stringIds;
    this.#adminKey = adminKey;
  }

  create(body: Body): FakeRoom {
    const { room, request: _request, admin_key: key, ...settings } = body;
    const id = this.requireId(room);
    if (this.#adminKey !== undefined) this.#requireSecret(this.#adminKey, key, 'admin_key');
    if (this.rooms.has(id)) throw new PluginError(this.#errors.exists, `Room ${id} already exists`);
    const made = { id, settings };
    this.rooms.set(id, made);
    return made;
  }

  destroy({ room, secret }: Body): FakeRoom {
    const found = this.require(room);
    this.requireSecret(found, secret);
    this.rooms.delete(found.id);
    return found;
  }

  /** The room that a publisher joins. */
  enter({ room, pin }: Body): FakeRoom {
    const found = this.require(room);
    const { pin: wanted } = found.settings;
    if (wanted !== undefined) this.#requireSecret(wanted, pin, 'pin');
    return found;
  }

  require(room: unknown): FakeRoom {
    const found = this.rooms.get(this.requireId(room));
    if (!found) throw new PluginError(this.#errors.missing, `No such room (${room})`);
    return found;
  }

  requireSecret({ settings: { secret: wanted } }: FakeRoom, secret: unknown): void {
    if (wanted !== undefined) this.#requireSecret(wanted, secret, 'secret');
  }

  requireId(room: unknown): number | string {
    if (this.#stringIds && typeof room === 'string') return room;
    if (!this.#stringIds && typeof room === 'number') return room;
    const type = this.#stringIds ? 'string' : 'positive integer';
    const reason = `Invalid element type (room should be a ${type})`;
    throw new PluginError(this.#errors.wrongType, reason);
  }

  #requireSecret(wanted: unknown, given: unknown, name: string): void {
    const { missingSecret, wrongSecret } = this.#errors;
    if (given === undefined)
      throw new PluginError(missingSecret, `Missing mandatory element (${name})`);
    if (given !== wanted) throw new PluginError(wrongSecret, `Unauthorized (wrong ${name})`);
  }
}
