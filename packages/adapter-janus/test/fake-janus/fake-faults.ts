import { CoreError, type FakeRequest, type PluginError } from './fake-message.js';

/** Which requests a fault concerns: by `janus`, or by the `request` in a message's body. */
export type Concerned = string;

function concerns(name: Concerned, { janus, body }: FakeRequest): boolean {
  return janus === name || (janus === 'message' && body?.request === name);
}

interface Refusal {
  readonly concerned: Concerned;
  readonly error: CoreError | PluginError;
  times: number;
}

/** What a test can have go wrong. */
export class FakeFaults {
  readonly #refusals: Refusal[] = [];
  readonly #held = new Map<Concerned, (() => void)[]>();
  readonly #lost = new Set<Concerned>();
  #stalled: (() => void)[] | undefined;

  /** Refuses the next `times` of such requests. */
  refuse(concerned: Concerned, error: CoreError | PluginError, times = 1): void {
    this.#refusals.push({ concerned, error, times });
  }

  /** Refuses such requests no more. */
  allow(concerned: Concerned): void {
    for (const refusal of this.#refusals) if (refusal.concerned === concerned) refusal.times = 0;
  }

  /** Takes such requests but answers them only when the returned function is called. */
  hold(concerned: Concerned): () => void {
    this.#held.set(concerned, []);
    return () => {
      const waiting = this.#held.get(concerned) ?? [];
      this.#held.delete(concerned);
      for (const go of waiting) go();
    };
  }

  /** Such requests are lost on their way until the returned function is called. */
  lose(concerned: Concerned): () => void {
    this.#lost.add(concerned);
    return () => this.#lost.delete(concerned);
  }

  /** Answers nothing until {@link endStall}, as a stopped process. */
  stall(): void {
    this.#stalled ??= [];
  }

  endStall(): void {
    const waiting = this.#stalled ?? [];
    this.#stalled = undefined;
    for (const go of waiting) go();
  }

  /** For the server: handles the request now or later. */
  pass(request: FakeRequest, handle: () => void): void {
    if ([...this.#lost].some((concerned) => concerns(concerned, request))) return;
    const held = [...this.#held].find(([concerned]) => concerns(concerned, request));
    if (this.#stalled) this.#stalled.push(handle);
    else if (held) held[1].push(handle);
    else handle();
  }

  /** For the server: the refusal of this request, if it is to be refused. */
  refusalOf(request: FakeRequest): CoreError | PluginError | undefined {
    const refusal = this.#refusals.find(({ concerned, error, times }) => {
      // A plugin refuses what came to it, not the core's request of the same name.
      const fits = request.janus === 'message' || error instanceof CoreError;
      return times > 0 && fits && concerns(concerned, request);
    });
    if (refusal) refusal.times -= 1;
    return refusal?.error;
  }
}
