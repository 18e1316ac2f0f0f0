import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from '../../src/cli/command-line.js';
import { clientOptions } from '../../src/run/client-options.js';
import { chosenServers, earlyServers } from '../../src/run/ice-server-choice.js';

const STUN = { urls: 'stun:own.example' };
const TURN = { urls: ['turn:own.example', 'turns:own.example'], username: 'u', credential: 'c' };
const NAMED = [
  { urls: 'stun:server.example' },
  { urls: 'turns:server.example', username: 'a', credential: 'b' },
];
const LINK =
  '<stun:server.example>; rel="ice-server", <turns:server.example>; rel="ice-server"; username="a"; credential="b"';

const optionsFor = (...args: readonly string[]) =>
  readCommandLine(['-u', 'https://s.example/whip', '--test-pattern', ...args]);

describe('servers of both sides', () => {
  it.each([
    ['nothing', [], NAMED],
    ['a STUN server', [STUN], [STUN, NAMED[1]]],
    ['a TURN server', [TURN], [TURN, NAMED[0]]],
    ['both', [STUN, TURN], [STUN, TURN]],
  ])('%s given takes the place of its kind', (_, given, chosen) => {
    expect(chosenServers(given, NAMED)).toEqual(chosen);
  });
});

describe('a connection that follows links', () => {
  /** What a connection is made with, and what it is told later. */
  function configurations(args: readonly string[], named: readonly RTCIceServer[] = []) {
    const seen: (readonly RTCIceServer[] | undefined)[] = [];
    const see = ({ iceServers }: RTCConfiguration) => void seen.push(iceServers);
    const { platform } = clientOptions(optionsFor(...args), {
      fetch,
      named: () => named,
      peer: (configuration) => {
        see(configuration);
        return { setConfiguration: see } as never;
      },
    });
    const base = { bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' } as const;
    const peer = platform?.createPeerConnection?.({ ...base, iceTransportPolicy: 'all' });
    peer?.setConfiguration({ ...base, iceTransportPolicy: 'all', iceServers: NAMED });
    return seen;
  }

  it('has none before the 201, and those of the 201 then', () => {
    expect(configurations(['-f'])).toEqual([[], NAMED]);
  });

  it('has given ones from the start, and the server’s of the other kind then', () => {
    const given = [{ urls: 'stun:own.example:3478' }];
    expect(configurations(['-f', '-S', 'own.example'])).toEqual([given, [given[0], NAMED[1]]]);
  });

  it('has those that the server named before', () => {
    expect(configurations(['-f', '-n'], NAMED)[0]).toEqual(NAMED);
  });
});

describe('servers that have to be known before the offer', () => {
  async function early(args: readonly string[], reply: () => Promise<Response>, stopped = false) {
    const asked: unknown[] = [];
    const told: string[] = [];
    const named = await earlyServers(
      {
        options: optionsFor(...args),
        trouble: (sentence) => told.push(sentence),
        http: async (url, init) => {
          asked.push([init?.method, url, new Headers(init?.headers).get('authorization')]);
          return reply();
        },
      },
      stopped ? AbortSignal.abort() : new AbortController().signal,
    );
    return { asked, told, named };
  }
  const naming = async () => new Response(null, { headers: { link: LINK } });

  it('are asked for by OPTIONS, with the token', async () => {
    expect(await early(['-f', '-n', '-t', 'secret'], naming)).toEqual({
      asked: [['OPTIONS', 'https://s.example/whip', 'Bearer secret']],
      told: [],
      named: NAMED,
    });
  });

  it.each([
    ['without --no-trickle', ['-f']],
    ['without --follow-link', ['-n']],
    ['with both kinds given', ['-f', '-n', '-S', 'a', '-T', 'u:p@b']],
  ])('are not asked for %s', async (_, args) => {
    expect(await early(args, naming)).toEqual({ asked: [], told: [], named: [] });
  });

  it('are asked for without a header when there is no token', async () => {
    const { asked } = await early(['-f', '-n', '-S', 'a'], naming);
    expect(asked).toEqual([['OPTIONS', 'https://s.example/whip', null]]);
  });

  it.each([
    ['names none', async () => new Response(null), 'its reply to OPTIONS has none'],
    ['refuses', async () => new Response(null, { status: 405 }), 'it answered 405 to OPTIONS'],
  ])('are missed, which is told, when the server %s', async (_, reply, reason) => {
    const { told, named } = await early(['-f', '-n', '-t', 'secret'], reply);
    expect(named).toEqual([]);
    expect(told).toEqual([expect.stringContaining(`before the session (${reason}). Those of its`)]);
    expect(told.join()).not.toContain('secret');
  });

  it('are missed without a word when the server cannot be reached: the POST will tell', async () => {
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    expect(await early(['-f', '-n'], unreachable)).toMatchObject({ told: [], named: [] });
  });

  it('are nobody’s any more after a stop', async () => {
    const stopped = () => Promise.reject(new DOMException('stopped', 'AbortError'));
    expect((await early(['-f', '-n'], stopped, true)).told).toEqual([]);
  });
});
