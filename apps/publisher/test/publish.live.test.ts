import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeLive } from '@whipway/test-rig';
import { endCommands, runCommand } from './support/command.js';
import { isAlive } from './support/processes.js';
import { expectMovingPicture, watch } from './support/recording.js';
import { TALK } from './support/talk.js';
import { startWhipway, TOKEN, type Whipway } from './support/whipway.js';

/** Small, for machines that are busy. */
const PATTERN = ['--test-pattern', '--size', '320x180', '--frame-rate', '15', '--bitrate', '300k'];

const folder = mkdtempSync(join(tmpdir(), 'whip-publish-'));
let whipway: Whipway;

afterEach(endCommands);
afterAll(async () => {
  await whipway?.stop();
  rmSync(folder, { recursive: true });
});

let endpoint = '';
let count = 0;
beforeEach(() => {
  endpoint = `live${count}`;
  count += 1;
});

function publish(...args: readonly string[]) {
  return runCommand(['-u', whipway.whip(endpoint), '-t', TOKEN, '-l', '5', ...args]);
}

async function until(condition: () => boolean, told: () => string): Promise<void> {
  for (const start = Date.now(); !condition(); await sleep(50))
    if (Date.now() - start > 40_000) throw new Error(`not in time; it told:\n${told()}`);
}

/** A file with a moving picture and a tone. */
async function makeClip(ffmpeg: string, name: string, seconds: number): Promise<string> {
  const file = join(folder, name);
  const inputs = '-f lavfi -i testsrc2=size=320x180:rate=15 -f lavfi -i sine';
  const args = `-v error ${inputs} -t ${seconds} -c:v libx264 -c:a libopus -y ${file}`.split(' ');
  await once(spawn(ffmpeg, args), 'close');
  return file;
}

/** Processes of this machine by their parent. */
function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

describeLive({ describe, it }, ['ffmpeg'], 'whip-publish with FFmpeg', ({ ffmpeg }) => {
  beforeAll(async () => {
    whipway = await startWhipway();
  });

  it.each([
    ['h264', 'a.mp4'],
    ['vp8', 'a.webm'],
  ])('sends %s that is decoded at the other end, with sound', async (codec, name) => {
    const command = publish(...PATTERN, '--video-codec', codec);
    await command.tells(/First frame sent after \d+/);
    expectMovingPicture(await watch(ffmpeg, whipway.whep(endpoint), join(folder, name)));
    command.signal('SIGINT');
    expect(await command.ended()).toBe(0);
  });

  it('ends with its file, having told numbers as JSON', async () => {
    const file = await makeClip(ffmpeg, 'clip.mkv', 4);
    const command = publish('--input', file, '--stats', '--video-codec', 'vp8');
    expect(await command.ended(60_000)).toBe(0);
    const numbers = command
      .printed()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(numbers.at(-1)).toMatchObject({
      video: { kind: 'video', codec: 'VP8' },
      audio: { codec: 'opus' },
    });
    expect(Math.max(...numbers.map(({ bitsPerSecond }) => bitsPerSecond))).toBeGreaterThan(50_000);
  });

  it('says that AV1 cannot be sent where FFmpeg is too old, before anything is opened', async () => {
    const command = publish(...PATTERN, '--video-codec', 'av1', '--duration', '1');
    // The embedded backend does not take it.
    const code = await command.ended(60_000);
    expect([code, command.told()]).toEqual(
      code === 7
        ? [7, expect.stringContaining('422')]
        : [3, expect.stringContaining('cannot send AV1 by RTP; version 8')],
    );
  });

  it('deletes its session at Ctrl-C, and leaves no process behind', async () => {
    const command = publish(...PATTERN, '-n', '-H', 'headers');
    await command.tells(/First frame sent/);
    const children = childrenOf(command.pid);
    expect(children).toHaveLength(1);
    command.signal('SIGINT');
    expect(await command.ended()).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    expect(command.told()).toMatch(/> DELETE .*\n> authorization: \*\*\*\n< 200/);
    // Everything was in the offer.
    expect(command.told()).not.toMatch(/> PATCH/);
    expect(command.told()).not.toContain(TOKEN);
    expect(whipway.output()).toMatch(/client-deleted/);
  });

  it('begins its file again with --loop, for as long as it is told to', async () => {
    const file = await makeClip(ffmpeg, 'short.mkv', 1);
    const command = publish('--input', file, '--loop', '--duration', '4', '-H', 'minimal');
    expect([await command.ended(60_000), command.told()]).toEqual([
      0,
      expect.stringMatching(/> DELETE .*Ended after 00:0[4-9]/s),
    ]);
  });

  it('deletes its session when the media tool dies, and says how', async () => {
    const command = publish(...PATTERN, '-H', 'minimal');
    await command.tells(/First frame sent/);
    for (const child of childrenOf(command.pid)) process.kill(child, 'SIGKILL');
    expect([await command.ended(), command.told()]).toEqual([
      4,
      expect.stringMatching(/> DELETE .*\n< 200.*error: ffmpeg ended with SIGKILL/s),
    ]);
  });

  it('deletes its session when nobody reads its numbers any more', async () => {
    const command = publish(...PATTERN, '--stats', '-H', 'minimal');
    await command.tells(/First frame sent/);
    command.closeOutput();
    expect([await command.ended(), command.told()]).toEqual([0, expect.stringMatching(/> DELETE/)]);
  });

  it('says what is wrong with a sound device, and leaves no session', async () => {
    const command = publish('--input', 'alsa:hw:77', '-H', 'minimal');
    expect([await command.ended(), command.told()]).toEqual([
      4,
      expect.stringMatching(
        /> DELETE .*\n< 200.*error: The sound device hw:77 cannot be opened: /s,
      ),
    ]);
  });

  it('takes its tool along when it is killed', async () => {
    const command = publish(...PATTERN);
    await command.tells(/First frame sent/);
    const children = childrenOf(command.pid);
    expect(children.filter(isAlive)).toHaveLength(1);
    command.signal('SIGKILL');
    expect(await command.ended()).toBe('SIGKILL');
    await sleep(1000);
    expect(children.filter(isAlive)).toEqual([]);
  });

  it('ends at once at the second Ctrl-C, and takes its tool along', async () => {
    const command = publish(...PATTERN);
    await command.tells(/First frame sent/);
    const children = childrenOf(command.pid);
    process.kill(whipway.pid, 'SIGSTOP');
    command.signal('SIGINT');
    await sleep(400);
    command.signal('SIGINT');
    expect(await command.ended()).toBe(130);
    process.kill(whipway.pid, 'SIGCONT');
    await sleep(200);
    expect(children.filter(isAlive)).toEqual([]);
  });
});

describeLive(
  { describe, it },
  ['ffmpeg', 'gstreamer'],
  'whip-publish with GStreamer',
  ({ ffmpeg }) => {
    beforeAll(async () => {
      await whipway?.stop();
      whipway = await startWhipway();
    });

    it('runs the talk’s command as it stands', async () => {
      const script = TALK.replace('./whip-client', 'npx --no-install whip-publish').replace(
        'localhost:7080',
        `localhost:${whipway.port}`,
      );
      // A terminal sends Ctrl-C to all of a group.
      const child = spawn('sh', ['-c', script], {
        cwd: ROOT,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const signal = (name: NodeJS.Signals) => process.kill(-(child.pid ?? 0), name);
      let told = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        told += text;
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      try {
        await until(
          () => told.includes('First frame sent'),
          () => told,
        );
        expectMovingPicture(await watch(ffmpeg, whipway.whep('abc123'), join(folder, 'talk.webm')));
        signal('SIGINT');
        await until(
          () => told.includes('Ended after'),
          () => told,
        );
      } finally {
        signal('SIGKILL');
        await ended;
      }
      expect(whipway.output()).toMatch(/client-deleted/);
    });

    it('ends when the named sink has seen the end of its stream', async () => {
      const audio =
        'audiotestsrc is-live=true num-buffers=150 ! tee name=t t. ! queue ! fakesink name=last t. ! queue ! audioconvert ! opusenc ! rtpopuspay';
      const video =
        'videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=15/1 ! vp8enc deadline=1 ! rtpvp8pay';
      const command = publish('-A', audio, '-V', video, '-e', 'last');
      expect(await command.ended(60_000)).toBe(0);
      expect(command.told()).toContain('First frame sent');
      expect(command.told()).not.toContain('GST_EVENT');
    });

    it('ends when a pipeline gives nothing', async () => {
      const caps = 'application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000';
      const command = publish('-V', `udpsrc port=0 caps="${caps}" ! rtpvp8depay ! rtpvp8pay`);
      expect(await command.ended(90_000)).toBe(4);
      expect(command.told()).toContain('The media tool has sent nothing for 20 s.');
    });

    it('says which package has an element that is missing', async () => {
      const command = publish('-V', 'videotestsrc ! nvh266enc ! rtph264pay');
      expect(await command.ended()).toBe(3);
      expect(command.told()).toMatch(/no element nvh266enc.*apt install gstreamer1\.0-plugins-bad/);
    });
  },
);

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
