import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ChildTool } from '../../src/source/child-tool.js';
import { explainTool } from '../../src/source/explain-tool.js';
import { missingProgram } from '../../src/source/missing-program.js';
import { askTool } from '../../src/source/run-tool.js';
import { freePortPair, UdpPort } from '../../src/source/udp-port.js';
import { countRunning, isAlive } from '../support/processes.js';

const node = (script: string) => ({ program: process.execPath, args: ['-e', script] });

describe('a tool', () => {
  it('is heard line by line, whatever ends a line', async () => {
    const lines: string[] = [];
    const script = 'process.stdout.write("a\\nb\\r\\n\\nc\\rd"); console.error("oh")';
    const tool = new ChildTool(node(script), { output: (line) => lines.push(line) });
    expect(await tool.ended).toEqual({ failure: undefined });
    expect(lines).toEqual(['a', 'b', 'c', 'd']);
    expect(tool.complaints).toEqual(['oh']);
  });

  it('gets its input and its variables', async () => {
    const lines: string[] = [];
    const script = 'console.log(require("fs").readFileSync(0, "utf8"), process.env.WHO)';
    const command = { ...node(script), input: 'hello', environment: { WHO: 'me' } };
    await new ChildTool(command, { output: (line) => lines.push(line) }).ended;
    expect(lines).toEqual(['hello me']);
  });

  it('does not get the token', async () => {
    process.env['WHIP_TOKEN'] = 'secret';
    try {
      expect(await askTool(process.execPath, ['-p', 'process.env.WHIP_TOKEN'])).toBe('undefined\n');
    } finally {
      delete process.env['WHIP_TOKEN'];
    }
  });

  it('that fails tells how, with its last words but without noise', async () => {
    const script = 'console.error("noise"); console.error("no camera"); process.exit(3)';
    const tool = new ChildTool(node(script), { isNoise: (line) => line === 'noise' });
    const end = await tool.ended;
    expect(end.failure).toBe('ended with exit code 3');
    const error = explainTool({ program: 'ffmpeg', complaints: tool.complaints }, end);
    expect(error.ending).toBe('media');
    expect(error.message).toBe('ffmpeg ended with exit code 3:\n  no camera');
  });

  it('that is not there has failed', async () => {
    const tool = new ChildTool({ program: 'no-such-program-here', args: [] });
    expect((await tool.ended).failure).toMatch(/ENOENT/);
    await tool.stop();
  });

  it('does not outlive a command that is killed', async () => {
    const source = new URL('../../dist/source/child-tool.js', import.meta.url).href;
    const script = `import(${JSON.stringify(source)}).then(({ ChildTool }) => {
      const tool = new ChildTool({ program: process.execPath, args: ['-e', 'setInterval(() => {}, 1000); console.log(1)'] }, { output: () => console.log(tool.pid) });
    })`;
    const command = spawn(process.execPath, ['-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(command.stdout, 'data');
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    command.kill('SIGKILL');
    for (let wait = 0; isAlive(pid) && wait < 20; wait += 1) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });

  it('has its signals to itself, and leaves no watcher behind', async () => {
    const mark = 'no watcher is left';
    const tool = new ChildTool(node(`"${mark}"; process.kill(process.pid, "SIGTERM")`));
    expect(countRunning(mark)).toBeGreaterThan(0);
    expect(await tool.ended).toEqual({ failure: 'ended with SIGTERM' });
    for (let wait = 0; countRunning(mark) > 0 && wait < 20; wait += 1) await sleep(50);
    expect(countRunning(mark)).toBe(0);
  });

  it('is told to end, which is no failure', async () => {
    const tool = new ChildTool(node('setInterval(() => {}, 1000); console.log("up")'));
    await tool.stop();
    expect(await tool.ended).toEqual({ failure: undefined });
    expect(isAlive(tool.pid)).toBe(false);
  });

  it('that does not listen is killed', async () => {
    let up = () => {};
    const ready = new Promise<void>((resolve) => {
      up = resolve;
    });
    const script = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log("up")';
    const tool = new ChildTool(node(script), { output: () => up() });
    await ready;
    await tool.stop();
    expect(isAlive(tool.pid)).toBe(false);
  });

  it('may end by itself first', async () => {
    const port = await UdpPort.open(() => {});
    const script = `const s = require("dgram").createSocket("udp4"); s.on("message", () => process.exit(0)); s.bind(0, "127.0.0.1", () => console.log(s.address().port))`;
    let target = 0;
    const tool = new ChildTool(node(script), {
      output: (line) => {
        target = Number(line);
      },
    });
    while (target === 0) await sleep(20);
    await tool.stop(() => port.send(Buffer.from('bye'), target));
    port.close();
    expect(await tool.ended).toEqual({ failure: undefined });
  });
});

describe('asking a tool', () => {
  it('returns what it prints', async () => {
    expect(await askTool(process.execPath, ['-p', '1 + 1'])).toBe('2\n');
  });

  it('ends with the wish for the answer', async () => {
    const stopping = new AbortController();
    const started = Date.now();
    const asked = askTool(process.execPath, ['-e', 'setInterval(() => {}, 9)'], stopping.signal);
    setTimeout(() => stopping.abort(), 200);
    await expect(asked).rejects.toThrow('was stopped');
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('tells the last words of one that fails', async () => {
    const script = 'console.error("a"); console.error("no such file"); process.exit(1)';
    await expect(askTool(process.execPath, ['-e', script])).rejects.toMatchObject({
      ending: 'media',
      message: expect.stringMatching(/failed: no such file$/),
    });
  });

  it('says what to install when it is not there', async () => {
    await expect(askTool('no-such-program', [])).rejects.toMatchObject({ ending: 'no-program' });
    expect(missingProgram('ffmpeg').message).toBe(
      'ffmpeg is not installed. On Debian and Ubuntu: apt install ffmpeg. With Homebrew: brew install ffmpeg.',
    );
    expect(missingProgram('gst-launch-1.0').message).toContain('gstreamer1.0-tools');
  });
});

describe('what a tool says', () => {
  // biome-ignore format: one saying a line, read it as a table
  it.each([
    ['WARNING: erroneous pipeline: no element "x264enc"',                'no-program', /no element x264enc.*gstreamer1\.0-plugins-ugly/],
    ["Unknown encoder 'libopus'",                                         'no-program', /no encoder libopus/],
    ['[rtp @ 0x55] Unsupported codec av1',                                'no-program', /AV1.*version 8/],
    ['clip.mp4: No such file or directory',                               'media',      /There is no clip\.mp4/],
    ['/dev/video0: Device or resource busy',                              'media',      /in use/],
    ['[video4linux2] Cannot open /dev/video0: Permission denied',         'media',      /may not be opened/],
    ['[alsa @ 0x5] cannot open audio device hw:0 (No such file or directory)', 'media',   /^The sound device hw:0 cannot be opened: No such file or directory\.$/],
    ['default: No such process',                                          'media',      /^No sound server .* for default\.$/],
    ['[x11grab @ 0x5] Cannot open display :77, error 1.',                 'media',      /^The screen :77 cannot be opened\.$/],
    ['it is complicated',                                                 'media',      /^ffmpeg ended with exit code 1:\n {2}it is complicated$/],
  ])('%s', (line, ending, message) => {
    const error = explainTool(
      { program: 'ffmpeg', complaints: ['first', line].slice(ending === 'media' && /complicated/.test(line) ? 1 : 0) },
      { failure: 'ended with exit code 1' },
    );
    expect(error.ending).toBe(ending);
    expect(error.message).toMatch(message);
  });

  it('of a sound device is what FFmpeg says of it, not what its library says before', () => {
    const complaints = [
      'ALSA lib confmisc.c:855:(parse_card) cannot find card 0',
      'ALSA lib conf.c:5180:(_snd_config_evaluate) function error: No such file or directory',
      '[alsa @ 0x5] cannot open audio device default (No such file or directory)',
    ];
    const error = explainTool({ program: 'ffmpeg', complaints }, { failure: 'ended' });
    expect(error.message).toBe(
      'The sound device default cannot be opened: No such file or directory.',
    );
  });

  it('is nothing when it was not found', () => {
    const error = explainTool(
      { program: 'ffplay', complaints: [] },
      { failure: 'spawn ffplay ENOENT' },
    );
    expect(error).toMatchObject({ ending: 'no-program' });
  });
});

describe('UDP ports', () => {
  it('take what is sent to them', async () => {
    const got: string[] = [];
    const [from, to] = [
      await UdpPort.open(() => {}),
      await UdpPort.open((data) => got.push(`${data}`)),
    ];
    from.send(Buffer.from('hello'), to.number);
    for (let wait = 0; got.length === 0 && wait < 50; wait += 1) await sleep(20);
    from.close();
    to.close();
    expect(got).toEqual(['hello']);
  });

  it('take what comes from the first sender only, and only what is wanted', async () => {
    const got: string[] = [];
    const to = await UdpPort.open(
      (data) => got.push(`${data}`),
      (data) => !`${data}`.startsWith('odd'),
    );
    const [stranger, tool] = [await UdpPort.open(() => {}), await UdpPort.open(() => {})];
    const sent = [
      [stranger, 'odd'],
      [tool, 'first'],
      [stranger, 'foreign'],
      [tool, 'odd too'],
      [tool, 'last'],
    ] as const;
    for (const [port, text] of sent) {
      port.send(Buffer.from(text), to.number);
      await sleep(30);
    }
    for (let wait = 0; got.length < 2 && wait < 50; wait += 1) await sleep(20);
    for (const port of [to, stranger, tool]) port.close();
    expect(got).toEqual(['first', 'last']);
  });

  it('for RTP and RTCP are an even one and the next, not told twice', async () => {
    const first = await freePortPair([]);
    const second = await freePortPair([first]);
    expect([first % 2, second % 2]).toEqual([0, 0]);
    expect(second).not.toBe(first);
  });
});
