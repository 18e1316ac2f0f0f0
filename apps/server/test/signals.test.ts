import { connect } from 'node:net';
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
        'studio',
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

/** A program of its own that stops as the server does, and brings the trouble with it. */
const folder = testFolder();
const STOP_ON_SIGNALS = new URL('../dist/run/stop-on-signals.js', import.meta.url).href;
const troubled = folder.write(
  'troubled.mjs',
  `import { stopOnSignals } from ${JSON.stringify(STOP_ON_SIGNALS)};
const [trouble, signal] = process.argv.slice(2);
const line = (level) => (message, fields) => console.log(level, message, fields?.error?.message ?? '');
const logger = { debug() {}, info: line('info'), warn: line('warn'), error: line('error') };
const after = (delay, action) => setTimeout(action, delay);
const STOPS = {
  impatient: () => new Promise(() => {}),
  twice: () => new Promise((resolve) => after(500, resolve)),
  late: () => new Promise(() => {}),
  stuck: async () => { throw new Error('stuck'); },
};
const kill = (name) => process.kill(process.pid, name);
const TROUBLES = {
  impatient: () => { kill('SIGTERM'); after(400, () => kill(signal)); },
  twice: () => { kill('SIGINT'); kill('SIGINT'); after(50, () => kill('SIGTERM')); },
  late: () => kill('SIGTERM'),
  stuck: () => kill('SIGTERM'),
  rejection: () => {
    Promise.reject(new Error('nobody waits'));
    after(50, () => { console.log('still there'); kill('SIGTERM'); });
  },
  exception: () => { throw new Error('nobody catches'); },
};
stopOnSignals({ stop: STOPS[trouble] ?? (async () => {}) }, logger, 700);
setInterval(() => {}, 1000);
after(10, TROUBLES[trouble]);
`,
);

function runTroubled(...args: readonly string[]) {
  return runMain(args, { program: troubled });
}

describe('a second signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while stopping ends it at once: %i', async (signal, code) => {
    const ended = await runTroubled('impatient', signal);
    expect(ended).toEqual({ code, stdout: 'info stopping \n', stderr: '' });
  });

  it('right after the first is the same one, passed on by npm', async () => {
    const ended = await runTroubled('twice');
    expect(ended).toEqual({ code: 0, stdout: 'info stopping \ninfo stopped \n', stderr: '' });
  });
});

describe('a bug', () => {
  it('that rejects a promise nobody waits for is logged, and the server goes on', async () => {
    const { code, stdout } = await runTroubled('rejection');
    expect(stdout).toContain('error bug: a rejection was not handled nobody waits');
    expect(stdout).toContain('still there');
    expect(code).toBe(0);
  });

  it('that throws where nobody catches is logged, and the server stops in order and fails', async () => {
    const { code, stdout } = await runTroubled('exception');
    expect(stdout).toContain('error bug: an exception was not caught; stopping nobody catches');
    expect(stdout).toContain('info stopped');
    expect(code).toBe(1);
  });

  it('in stopping itself is told and fails', async () => {
    const { code, stdout } = await runTroubled('stuck');
    expect(stdout).toContain('error stopping failed stuck');
    expect(code).toBe(1);
  });

  it('that keeps something open is given up after a while', async () => {
    const { code, stdout } = await runTroubled('late');
    expect(stdout).toContain('error not everything closed in time');
    expect(code).toBe(1);
  });
});
