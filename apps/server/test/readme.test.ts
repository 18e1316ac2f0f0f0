import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { describeLive, freePort } from '@whipway/test-rig';
import { ffmpegCommand } from '../src/run/welcome.js';
import { startMain } from './support/built-server.js';
import { eventually } from './support/eventually.js';
import { testFolder } from './support/folders.js';
import { loader } from './support/loading.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const TOKEN = 'readme-token';
const { load, lines } = loader(testFolder());

/** The fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text ?? '');
}

interface ShellResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a script with `sh` in the root of the repository, where the README's reader is. */
async function runShell(script: string, variables: Readonly<Record<string, string>>) {
  const child = spawn('sh', ['-eu', '-c', script], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output } satisfies ShellResult;
}

describeLive({ describe, it }, ['curl'], 'the curl commands', () => {
  it.each(['lenient', 'strict'])('work as printed, with a %s server', async (mode) => {
    const server = await startMain({
      environment: {
        WHIPWAY__ENDPOINTS: `[{ id: live, token: ${TOKEN} }]`,
        WHIPWAY__PROTOCOL: `{ bodies: ${mode}, ifMatch: ${mode} }`,
      },
    });
    const curl = blocks('sh').filter((text) => /\bcurl\b/.test(text));
    expect(curl).toHaveLength(3);
    const { code, output } = await runShell(curl.join('\n'), {
      WHIP_URL: `${server.url}/whip/endpoint/live`,
      TOKEN,
    });
    expect({ code, statuses: output.match(/(?<=^HTTP\/1\.1 )\d+/gm) }).toEqual({
      code: 0,
      statuses: ['201', '204', '200', '200'],
    });
    expect(output).toMatch(/^v=0\r$/m);
    const tags = [...output.matchAll(/^ETag: (.*)\r$/gm)].map(([, tag]) => tag);
    expect(new Set(tags).size).toBe(2);
    // The second answer's credentials differ from the first one's: it was a restart.
    const fragments = [...output.matchAll(/^a=ice-ufrag:(.*)\r$/gm)].map(([, ufrag]) => ufrag);
    expect(new Set(fragments).size).toBe(2);
    expect(server.output()).toContain('client-deleted');
    expect(await server.stop()).toBe(0);
  });
});

describe('the other blocks', () => {
  it('start with the two commands, which package.json has', () => {
    const [first] = blocks('sh');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(first?.match(/^npm \w+/gm)).toEqual(['npm start', 'npm test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });

  it('have the ffmpeg command that the server prints', () => {
    const printed = ffmpegCommand('"$WHIP_URL"', '"$TOKEN"');
    const [block = ''] = blocks('sh').filter((text) => text.startsWith('ffmpeg'));
    expect(block.replaceAll(/\s*\\\n\s*/g, ' ').trim()).toBe(printed);
  });

  it('have a configuration without a mistake', () => {
    const [yaml = '', ...others] = blocks('yaml');
    for (const block of [yaml, ...others]) expect(lines({ yaml: block })).toEqual([]);
    expect(others.map((block) => load({ yaml: block }).backend.kind)).toEqual(['janus']);
    expect(load({ yaml }).endpoints.map(({ id }) => id)).toEqual(['live', 'lobby']);
  });

  it('link to nothing that is not there', () => {
    const targets = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target ?? '');
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });
});

describe('the embedding sample', () => {
  it('runs as printed: publishes, and stops on SIGTERM', async () => {
    // Beside the server's dependencies, so that its imports resolve as in a project that has them.
    const folder = mkdtempSync(fileURLToPath(new URL('../node_modules/.readme-', import.meta.url)));
    const port = await freePort();
    writeFileSync(join(folder, 'sample.mjs'), blocks('js')[0] ?? '');
    const child = spawn(process.execPath, [join(folder, 'sample.mjs')], {
      env: { PATH: process.env['PATH'], PORT: `${port}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const ended = once(child, 'close');
    try {
      const status = (token: string) => postExample(port, token);
      await eventually(async () => expect(await status('wrong')).toBe(401));
      expect(await status('verysecret')).toBe(201);
      expect(await status('verysecret')).toBe(409);
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(output).toContain('live shutdown');
    } finally {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    }
  });
});

async function postExample(port: number, token: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/whip/endpoint/live`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: readFileSync(join(ROOT, 'docs/examples/offer.sdp')),
  });
  return response.status;
}
