import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { runMain, startMain, untilGone } from './support/built-server.js';
import { eventually } from './support/eventually.js';
import { testFolder } from './support/folders.js';

const OPEN = { WHIPWAY__ENDPOINTS: '[{ id: live, publish: public }]' };

function post(url: string): Promise<Response> {
  return fetch(`${url}/whip/endpoint/live`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp' },
    body: vectorText('OK-O1'),
  });
}

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends sessions, media and sockets: 0',
    async (signal) => {
      const server = await startMain({ environment: OPEN });
      expect((await post(server.url)).status).toBe(201);
      process.kill(server.pid, signal);
      await untilGone(server.pid);
      expect(await server.stop()).toBe(0);
      const lines = server
        .output()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const closed = lines.find(({ msg }) => msg === 'session closed');
      expect(closed).toMatchObject({ endpoint: 'live', kind: 'publish', reason: 'shutdown' });
      expect(lines.map(({ msg }) => msg)).toEqual([
        'listening',
        'endpoint',
        'session opened',
        'stopping',
        'session closed',
        'stopped',
      ]);
    },
  );

  it('leaves the port free for the next one', async () => {
    const first = await startMain({ environment: OPEN });
    expect(await first.stop()).toBe(0);
    const args = ['--port', `${first.port}`];
    const second = await startMain({
      args,
      environment: { ...OPEN, WHIPWAY__LISTEN__PORT: '1' },
      readyLine: /listening/,
    });
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(await second.stop()).toBe(0);
  });

  it('is not held up by a client that keeps its connection open', async () => {
    const server = await startMain({ environment: OPEN });
    const { connect } = await import('node:net');
    const idle = connect(server.port, '127.0.0.1');
    const half = connect(server.port, '127.0.0.1');
    for (const socket of [idle, half]) socket.on('error', () => {});
    half.write('POST /whip/endpoint/live HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n');
    await eventually(() => expect(half.connecting).toBe(false));
    expect(await server.stop(8_000)).toBe(0);
    idle.destroy();
    half.destroy();
  });
});

describe('a second signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while stopping ends it at once: %i', async (signal, code) => {
    const server = await startMain({ environment: OPEN });
    const { connect } = await import('node:net');
    // An unfinished request holds the graceful stop up for a second.
    const half = connect(server.port, '127.0.0.1');
    half.on('error', () => {});
    half.write('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    await eventually(() => expect(half.connecting).toBe(false));
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(server.pid, 'SIGTERM');
    await eventually(() => expect(server.output()).toContain('"stopping"'));
    process.kill(server.pid, signal);
    await untilGone(server.pid);
    expect(await server.stop()).toBe(code);
    half.destroy();
  });
});

describe('a bug', () => {
  const folder = testFolder();
  const main = folder.write(
    'faulty.mjs',
    `import { stopOnSignals } from ${JSON.stringify(new URL('../dist/run/stop-on-signals.js', import.meta.url).href)};
const line = (level) => (message, fields) => console.log(level, message, fields?.error?.message ?? '');
const logger = { debug() {}, info: line('info'), warn: line('warn'), error: line('error') };
const never = process.argv[2] === 'stuck';
stopOnSignals({ stop: async () => { if (never) throw new Error('stuck'); } }, logger);
setInterval(() => {}, 1000);
if (process.argv[2] === 'rejection') {
  Promise.reject(new Error('nobody waits'));
  setTimeout(() => { console.log('still there'); process.kill(process.pid, 'SIGTERM'); }, 50);
} else setTimeout(() => { throw new Error('nobody catches'); }, 10);
`,
  );

  it('that rejects a promise nobody waits for is logged, and the server goes on', async () => {
    const { code, stdout } = await runMain(['rejection'], { program: main });
    expect(stdout).toContain('error bug: a rejection was not handled nobody waits');
    expect(stdout).toContain('still there');
    expect(code).toBe(0);
  });

  it('that throws where nobody catches is logged, and the server stops in order and fails', async () => {
    const { code, stdout } = await runMain(['exception'], { program: main });
    expect(stdout).toContain('error bug: an exception was not caught; stopping nobody catches');
    expect(stdout).toContain('info stopped');
    expect(code).toBe(1);
  });

  it('in stopping itself is told and fails', async () => {
    const { code, stdout } = await runMain(['stuck'], { program: main });
    expect(stdout).toContain('error stopping failed stuck');
    expect(code).toBe(1);
  });
});
