import type { Logger } from '../ports.js';
import { QUIRKS, type QuirkId } from '../quirks/quirk-table.js';
import { Tolerance, type ToleranceModes } from '../quirks/tolerance.js';
import type { GatewayEvent, GatewayListener } from './gateway-types.js';

/** Who listens to a gateway, and how often each quirk was tolerated. */
export class EventFeed {
  readonly #logger: Logger;
  readonly #listeners = new Set<GatewayListener>();
  readonly #quirks = new Map<QuirkId, number>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  subscribe(listener: GatewayListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells everyone. A listener that throws is logged and disturbs nobody. */
  emit(event: GatewayEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('a gateway listener failed', { event: event.type, error });
      }
    }
  }

  /** The tolerance of one request, which counts what it lets pass. */
  tolerance(modes: ToleranceModes, endpointId: string): Tolerance {
    return new Tolerance(modes, (quirk) => {
      this.#quirks.set(quirk, (this.#quirks.get(quirk) ?? 0) + 1);
      this.emit({ type: 'quirk', quirk, endpointId });
    });
  }

  quirkCounts(): Readonly<Record<QuirkId, number>> {
    const ids = Object.keys(QUIRKS) as QuirkId[];
    const entries = ids.map((id) => [id, this.#quirks.get(id) ?? 0]);
    return Object.fromEntries(entries) as Record<QuirkId, number>;
  }
}
