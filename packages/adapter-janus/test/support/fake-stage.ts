import type { Logger } from '@whipway/core';
import type { JanusBackend } from '../../src/index.js';
import { FakeJanus } from '../fake-janus/fake-janus.js';
import type { FakeOptions } from '../fake-janus/fake-options.js';
import { type BackendBlock, makeBackend } from './backend-host.js';

export interface FakeStage {
  readonly janus: FakeJanus;
  readonly backend: JanusBackend;
}

/** Fakes and backends of one test file; {@link clear} goes into its `afterEach`. */
export class FakeStages {
  readonly #running: (() => Promise<void>)[] = [];

  async set(
    options: Partial<FakeOptions> = {},
    block: Partial<BackendBlock> = {},
    logger?: Logger,
  ): Promise<FakeStage> {
    const janus = await FakeJanus.start(options);
    const backend = makeBackend({ url: janus.url, ...block }, logger);
    this.#running.push(
      () => backend.close(),
      () => janus.goDown(),
    );
    return { janus, backend };
  }

  async clear(): Promise<void> {
    for (const stop of this.#running.splice(0)) await stop();
  }
}
