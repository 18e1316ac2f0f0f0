import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { EXIT_CODES } from '../src/cli/exit-codes.js';
import { FLAGS } from '../src/cli/flags.js';
import { runMain } from './support/built-server.js';
import { testFolder } from './support/folders.js';

const folder = testFolder();
const SECRET = 'hunter2-verysecret';

describe('what is printed and over', () => {
  it('--help names every flag and exit code, and gives examples', async () => {
    const { code, stdout, stderr } = await runMain(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { flag } of FLAGS) expect(stdout).toContain(flag);
    for (const { meaning } of Object.values(EXIT_CODES)) expect(stdout).toContain(meaning);
    expect(stdout).toContain('whipway-server --config studio.yaml --check-config');
  });

  it('--version is the package’s', async () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { readonly version: string };
    expect(await runMain(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('--print-schema is the JSON Schema that the package ships', async () => {
    const { code, stdout } = await runMain(['--print-schema']);
    const shipped = new URL('../schema/whipway.schema.json', import.meta.url);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(shipped, 'utf8')));
  });
});

describe('--check-config', () => {
  it('prints what takes effect, from all three sources, without secrets', async () => {
    folder.write(
      'good.yaml',
      `listen: { port: 1 }
endpoints: [{ id: live, token: ${SECRET} }]
iceServers: [{ urls: "turn:t.example", username: u, credential: ${SECRET} }]`,
    );
    const { code, stdout, stderr } = await runMain(
      ['--check-config', '--config', 'good.yaml', '--log-level', 'warn'],
      { folder: folder.path, environment: { WHIPWAY__LISTEN__PORT: '8081' } },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^# good\.yaml: good\n/);
    expect(stdout).not.toContain(SECRET);
    expect(parse(stdout)).toMatchObject({
      listen: { host: '127.0.0.1', port: 8081 },
      log: { level: 'warn' },
      endpoints: [{ id: 'live', token: '********' }],
      iceServers: [{ urls: 'turn:t.example', username: 'u', credential: '********' }],
    });
  });

  it('fails with every problem, on standard error', async () => {
    folder.write('bad.yaml', 'listen: { prot: 1 }\nlog: { level: loud }\n');
    const { code, stdout, stderr } = await runMain(['--check-config', '-c', 'bad.yaml'], {
      folder: folder.path,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`The configuration has 2 problems:
  - bad.yaml:1:11: listen.prot is an unknown key "prot"; did you mean "port"?
  - bad.yaml:2:8: log.level must be one of debug, info, warn, error, silent
`);
  });
});

describe('wrong use', () => {
  it.each([
    [['--prot', '1'], "unknown option '--prot'"],
    [['serve'], 'too many arguments'],
    [['--port'], 'argument missing'],
    [['--port', 'x'], '--port: listen.port must be a number'],
    [['--config', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
    [['--tls-cert', 'nowhere.pem'], 'listen.tls.key is missing'],
  ])('%j: exit code 2 and a sentence', async (args, words) => {
    const { code, stdout, stderr } = await runMain(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });
});

describe('where it cannot listen', () => {
  it('says so in one sentence, exit code 3', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { readonly port: number };
    const { code, stdout, stderr } = await runMain(['--port', `${port}`]);
    taken.close();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that one, or choose another with --port.\n`,
    );
  });

  it('names an address that is not of this machine', async () => {
    const { code, stderr } = await runMain(['--host', '192.0.2.1', '--port', '0']);
    expect(code).toBe(3);
    expect(stderr).toContain(
      '192.0.2.1 is no address of this machine. Choose another with --host.\n',
    );
  });
});
