import type { PeerConnection } from '@whipway/client';

type AddListener = PeerConnection['addEventListener'];
type EventName = Parameters<AddListener>[0];
type Listener = (event: never) => void;

/** Who wants to hear what of a connection. */
export class PeerListeners {
  readonly #listeners = new Map<EventName, Listener[]>();

  add(name: EventName, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  emit(name: EventName, event: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never);
  }
}
