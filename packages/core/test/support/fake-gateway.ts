import { vectorText } from '@whipway/test-rig/fixtures';
import type { BackendCapabilities } from '../../src/index.js';
import {
  Gateway,
  type GatewayEvent,
  type GatewayOptions,
  SILENT_LOGGER,
  WhipError,
} from '../../src/index.js';
import { FakeBackend, type Script } from './fake-backend.js';
import { ManualClock } from './manual-clock.js';

export const OFFER = vectorText('OK-O1');
export const VIEWER_OFFER = OFFER.replaceAll('a=sendonly', 'a=recvonly');

export interface FakeGatewayOptions extends Partial<Omit<GatewayOptions, 'backend' | 'ports'>> {
  readonly script?: Script;
  readonly capabilities?: Partial<BackendCapabilities>;
}

/** A gateway with the endpoint `live` on a scripted backend and a manual clock. */
export function fakeGateway({ script, capabilities, ...options }: FakeGatewayOptions = {}) {
  const clock = new ManualClock();
  const backend = new FakeBackend(script, capabilities);
  let ids = 0;
  const gateway = new Gateway({
    backend,
    ports: { clock, logger: SILENT_LOGGER, ids: { random: () => `id-${ids++}` } },
    endpoints: [{ id: 'live' }],
    ...options,
  });
  const events: GatewayEvent[] = [];
  gateway.subscribe((event) => events.push(event));
  const publish = () => gateway.publish({ endpointId: 'live', offer: OFFER });
  return { gateway, backend, clock, events, publish };
}

/** The error a promise rejects with; fails when it does not, or with something else. */
export async function refusal(promise: Promise<unknown>): Promise<WhipError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!WhipError.is(outcome)) throw new Error(`expected a WhipError, got ${String(outcome)}`);
  return outcome;
}

/** A promise that a test settles. */
export function gate(): {
  readonly promise: Promise<void>;
  open(): void;
  fail(error: Error): void;
} {
  let open = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  promise.catch(() => {});
  return { promise, open: () => open(), fail: (error) => fail(error) };
}
