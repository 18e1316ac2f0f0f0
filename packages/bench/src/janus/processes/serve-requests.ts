import type { ChildReply, ChildRequest } from './messages.js';

export type RequestHandlers = Readonly<Record<string, (argument: never) => unknown>>;

/** Runs in a child: answers its parent, and ends with it. */
export function serveRequests(handlers: RequestHandlers): void {
  const all: RequestHandlers = { cpu: cpuMilliseconds, heap: heapBytes, ...handlers };
  process.on('message', (request: ChildRequest) => {
    void answer(all, request).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ number: 0, value: 'ready' } satisfies ChildReply);
}

async function answer(
  handlers: RequestHandlers,
  { number, name, argument }: ChildRequest,
): Promise<ChildReply> {
  try {
    const handler = handlers[name];
    if (!handler) throw new Error(`no ${name} here`);
    return { number, value: await handler(argument as never) };
  } catch (error) {
    return { number, error: error instanceof Error ? (error.stack ?? error.message) : `${error}` };
  }
}

/** CPU time of this process so far. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What is really in use. The parent starts its children with `--expose-gc`. */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
