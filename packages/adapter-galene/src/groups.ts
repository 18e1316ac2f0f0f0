import type { AdminApi } from './admin/admin-api.js';
import type { CreatedGroup } from './settings.js';

/** Stands in the description of the groups that are ours, also after a restart of the gateway. */
const MARK = 'made by Whipway';

/** The groups that are made for endpoints, and removed with them. */
export class Groups {
  readonly #admin: AdminApi;
  readonly #ready = new Map<string, Promise<void>>();

  constructor(admin: AdminApi) {
    this.#admin = admin;
  }

  /** Makes the group unless it is there. @throws WhipError */
  ensure(group: string, wish: CreatedGroup): Promise<void> {
    const known = this.#ready.get(group);
    if (known) return known;
    const making = this.#make(group, wish);
    this.#ready.set(group, making);
    making.catch(() => this.forget(group));
    return making;
  }

  /** Somebody removed it: the next session makes it again. */
  forget(group: string): void {
    this.#ready.delete(group);
  }

  /** Removes the group if it is one of ours. @throws WhipError */
  async remove(group: string): Promise<void> {
    this.forget(group);
    const found = await this.#admin.group(group);
    if (found?.comment === MARK) await this.#admin.deleteGroup(group);
  }

  async #make(group: string, { open, maxClients, ...description }: CreatedGroup): Promise<void> {
    const limit = maxClients === undefined ? {} : { 'max-clients': maxClients };
    const made = await this.#admin.createGroup(group, { ...description, ...limit, comment: MARK });
    if (!open) return;
    // One of ours may have been left half made.
    const isOurs = made || (await this.#admin.group(group))?.comment === MARK;
    if (isOurs) await this.#admin.openToViewers(group);
  }
}
