import { type AbortSignalLike, type Clock, type Gateway, WhipError } from '@whipway/core';
import { z } from 'zod';
import type { Backend, EndpointBlocks } from '../wire/index.js';

/** How long the backend may take to say that it is well, milliseconds. */
const HEALTH_DEADLINE = 2_000;

/** The backends the server knows, and how the one in use is. */
export class BackendDirectory {
  readonly #gateway: Pick<Gateway, 'backend' | 'health'>;
  readonly #blocks: EndpointBlocks;
  readonly #kind: string;
  readonly #clock: Clock;

  constructor(
    gateway: Pick<Gateway, 'backend' | 'health'>,
    blocks: EndpointBlocks,
    kind: string,
    clock: Clock,
  ) {
    this.#gateway = gateway;
    this.#blocks = blocks;
    this.#kind = kind;
    this.#clock = clock;
  }

  /** The one in use first. */
  async list(signal: AbortSignalLike): Promise<readonly Backend[]> {
    const health = await this.#health(signal);
    const kinds = Object.keys(this.#blocks).filter((kind) => kind !== this.#kind);
    return [this.#kind, ...kinds].map((kind) => {
      const inUse = kind === this.#kind;
      return {
        name: inUse ? this.#gateway.backend.name : kind,
        kind,
        inUse,
        ...(inUse ? { health, capabilities: this.#capabilities() } : {}),
        endpointSchema: z.toJSONSchema(this.#blocks[kind] ?? z.strictObject({}), { io: 'input' }),
      };
    });
  }

  #capabilities(): NonNullable<Backend['capabilities']> {
    const { codecs, ...capabilities } = this.#gateway.backend.capabilities;
    if (!codecs) return capabilities;
    return { ...capabilities, codecs: { audio: [...codecs.audio], video: [...codecs.video] } };
  }

  async #health(signal: AbortSignalLike): Promise<NonNullable<Backend['health']>> {
    const deadline = new AbortController();
    const stop = () => deadline.abort();
    const cancel = this.#clock.after(HEALTH_DEADLINE, stop);
    signal.addEventListener('abort', stop);
    try {
      await this.#gateway.health(deadline.signal);
      return { ok: true };
    } catch (error) {
      const { code, message } = WhipError.from(error, 'backend-failed');
      const late = 'The backend did not answer in time.';
      return { ok: false, detail: code === 'aborted' ? late : message };
    } finally {
      cancel();
      signal.removeEventListener('abort', stop);
    }
  }
}
