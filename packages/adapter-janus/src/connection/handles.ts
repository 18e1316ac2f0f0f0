import type { HandleLoss, JanusHandle } from './janus-handle.js';
import type { JanusMessage } from './janus-message.js';

/** The handles of one Janus session. */
export class Handles {
  readonly #attached = new Map<number, JanusHandle>();
  /** Detached by us, which Janus has not confirmed. */
  readonly #unconfirmed = new Set<number>();

  add(handle: JanusHandle): void {
    this.#attached.set(handle.id, handle);
  }

  /** A detach is on its way: no event counts any more. */
  detaching(id: number): void {
    this.#attached.delete(id);
    this.#unconfirmed.add(id);
  }

  /** Janus has let go of it. */
  detached(id: number): void {
    this.#unconfirmed.delete(id);
  }

  /** What is to be detached again when the session goes on over another connection. */
  get unconfirmed(): readonly number[] {
    return [...this.#unconfirmed];
  }

  /** An event, for the handle that is its sender. */
  deliver(message: JanusMessage): void {
    const { sender } = message;
    if (sender === undefined) return;
    this.#attached.get(sender)?.receive(message);
    if (message.janus === 'detached') this.#attached.delete(sender);
  }

  /** All of them are gone. */
  loseAll(loss: HandleLoss): void {
    const lost = [...this.#attached.values()];
    this.clear();
    for (const handle of lost) handle.lose(loss);
  }

  /** Forgets them without a word. */
  clear(): void {
    this.#attached.clear();
    this.#unconfirmed.clear();
  }
}
