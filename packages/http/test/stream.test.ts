import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchHandler } from '../src/fetch.js';
import type { WhipHandler } from '../src/handler.js';
import type { ResponseSink } from '../src/http-message.js';
import { nodeListener } from '../src/node.js';
import { eventually } from './support/eventually.js';

/** A handler whose only response goes on; the test writes it. */
function streaming(): {
  readonly handler: WhipHandler;
  sink(): ResponseSink;
  gone: boolean;
  opened: boolean;
  /** How often the sink has told that its client is gone. */
  told: number;
} {
  let opened: ResponseSink | undefined;
  const scene = {
    gone: false,
    opened: false,
    told: 0,
    handler: {
      serves: () => true,
      handle: async ({ signal }: Parameters<WhipHandler['handle']>[0]) => {
        signal.addEventListener('abort', () => {
          scene.gone = true;
        });
        return {
          status: 200,
          headers: [['Content-Type', 'text/event-stream']] as const,
          body: undefined,
          closeConnection: false,
          stream: (sink: ResponseSink) => {
            opened = sink;
            scene.opened = true;
            sink.onGone(() => {
              scene.told += 1;
            });
          },
        };
      },
    },
    sink: () => {
      if (!opened) throw new Error('nobody has asked yet');
      return opened;
    },
  };
  return scene;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function listen(handler: WhipHandler): Promise<number> {
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Far more than a socket's buffers hold. */
const MUCH = 'x'.repeat(32 * 1024 * 1024);

describe('a response that goes on, with node:http', () => {
  it('sends its headers at once, then what is written, then ends', async () => {
    const { handler, sink } = streaming();
    const port = await listen(handler);
    const response = await fetch(`http://127.0.0.1:${port}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    sink().write('one');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
    sink().end();
    expect((await reader?.read())?.done).toBe(true);
    sink().write('nobody reads this');
    sink().end();
  });

  it('tells what a client does not take, and can drop it', async () => {
    const scene = streaming();
    const socket = connect(await listen(scene.handler), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await eventually(() => scene.opened);
    scene.sink().write(MUCH);
    expect(scene.sink().waiting()).toBeGreaterThan(1024 * 1024);
    scene.sink().drop();
    await eventually(() => scene.gone);
    scene.sink().write('nobody reads this');
    socket.destroy();
  });
});

describe('a client that is gone', () => {
  it('is told by the sink, with node:http', async () => {
    const scene = streaming();
    const socket = connect(await listen(scene.handler), '127.0.0.1');
    socket.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => scene.opened);
    socket.destroy();
    await eventually(() => scene.gone);
    expect(scene.told).toBe(1);
    const late: string[] = [];
    scene.sink().onGone(() => late.push('told'));
    expect(late).toEqual(['told']);
  });

  it.each(['end', 'drop'] as const)('is not told after %s, with node:http', async (how) => {
    const scene = streaming();
    const port = await listen(scene.handler);
    const response = await fetch(`http://127.0.0.1:${port}/events`);
    scene.sink()[how]();
    await response.text().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(scene.told).toBe(0);
  });

  it.each(['cancel', 'abort'])('is told by the sink after %s, with the Fetch API', async (how) => {
    const scene = streaming();
    const leave = new AbortController();
    const { signal } = leave;
    const response = await fetchHandler(scene.handler)(new Request('http://x/e', { signal }));
    scene.sink().write('one');
    if (how === 'cancel') await response?.body?.cancel();
    leave.abort();
    expect(scene.told).toBe(1);
    scene.sink().write('nobody reads this');
    scene.sink().end();
    expect(scene.sink().waiting()).toBe(0);
    const late: string[] = [];
    scene.sink().onGone(() => late.push('told'));
    expect(late).toEqual(['told']);
  });

  it('that left before there was a response is told at once, with the Fetch API', async () => {
    const scene = streaming();
    const signal = AbortSignal.abort();
    await fetchHandler(scene.handler)(new Request('http://x/e', { signal }));
    expect(scene.told).toBe(1);
  });

  it('is not told after the server has ended it, with the Fetch API', async () => {
    const scene = streaming();
    const leave = new AbortController();
    const { signal } = leave;
    await fetchHandler(scene.handler)(new Request('http://x/e', { signal }));
    scene.sink().end();
    leave.abort();
    expect(scene.told).toBe(0);
  });
});

describe('a response that goes on, with the Fetch API', () => {
  it('is a stream that ends', async () => {
    const { handler, sink } = streaming();
    const response = await fetchHandler(handler)(new Request('http://x/events'));
    sink().write('one');
    expect(sink().waiting()).toBe(3);
    sink().write('two');
    sink().end();
    sink().write('nobody reads this');
    expect(sink().waiting()).toBe(0);
    expect(await response?.text()).toBe('onetwo');
  });

  it('can be dropped, and takes nothing after the reader has left', async () => {
    const { handler, sink } = streaming();
    const dropped = await fetchHandler(handler)(new Request('http://x/events'));
    sink().drop();
    await expect(dropped?.text()).rejects.toThrow('too slowly');
    const left = await fetchHandler(handler)(new Request('http://x/events'));
    await left?.body?.cancel();
    sink().write('nobody reads this');
    expect(sink().waiting()).toBe(0);
  });
});
