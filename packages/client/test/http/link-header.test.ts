import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extensionsFrom, iceServersFrom, parseLinkHeader } from '../../src/http/link-header.js';

describe('a Link header', () => {
  // biome-ignore format: one case a line
  it.each([
    ['one',                 '<stun:a>; rel="ice-server"',                      [['stun:a', ['ice-server']]]],
    ['joined by a comma',   '<stun:a>; rel="ice-server", <stun:b>;rel=x',      [['stun:a', ['ice-server']], ['stun:b', ['x']]]],
    ['token value',         '<stun:a>;rel=ice-server',                         [['stun:a', ['ice-server']]]],
    ['two relations',       '<stun:a>; rel="ICE-Server other"',                [['stun:a', ['ice-server', 'other']]]],
    ['first rel counts',    '<stun:a>; rel="x"; rel="y"',                      [['stun:a', ['x']]]],
    ['upper-case names',    '<stun:a>; REL="x"',                               [['stun:a', ['x']]]],
    ['comma in quotes',     '<a>; title="x, <b>"; rel="y", <c>; rel="z"',      [['a', ['y']], ['c', ['z']]]],
    ['flag without value',  '<a>; crossorigin; rel="y"',                       [['a', ['y']]]],
    ['empty members',       ' , <a>; rel=y , , <b>; rel=z',                    [['a', ['y']], ['b', ['z']]]],
    ['broken tail',         '<a>; rel="y"; =!, <b>; rel=z',                    [['a', ['y']], ['b', ['z']]]],
    ['unterminated quote',  '<a>; rel="y',                                     [['a', ['']].map(([t]) => [t, []])[0]]],
    ['no link at all',      'hello',                                           []],
    ['nothing',             null,                                              []],
  ])('is read: %s (C-31)', (_, header, expected) => {
    const links = parseLinkHeader(header).map(({ target, relations }) => [target, relations]);
    expect(links).toEqual(expected);
  });

  it('gives back any credential that was quoted (C-31)', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (username, credential) => {
          const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
          const header =
            `<turn:t.example>; rel="ice-server"; username=${quoted(username)}; ` +
            `credential=${quoted(credential)}; credential-type="password", <stun:s>; rel=ice-server`;
          expect(iceServersFrom(parseLinkHeader(header))).toEqual([
            { urls: 'turn:t.example', username, credential },
            { urls: 'stun:s' },
          ]);
        },
      ),
    );
  });

  it('never throws and always ends (C-31)', () => {
    const odd = fc.string({
      unit: fc.constantFrom('<', '>', ';', ',', '=', '"', '\\', ' ', 'r', 'el'),
    });
    fc.assert(fc.property(odd, (text) => parseLinkHeader(text).length < text.length + 1));
  });
});

describe('ICE servers', () => {
  it('are stun, stuns, turn and turns links only (C-32)', () => {
    const targets = [
      'stun:a',
      'stuns:b',
      'TURN:c',
      'turns:d?transport=tcp',
      'https://e',
      'stun://f',
      'stun:g?transport=udp',
    ];
    const rest = 'rel="ice-server"; username="u"; credential="c"';
    const header = targets.map((target) => `<${target}>; ${rest}`).join(', ');
    expect(iceServersFrom(parseLinkHeader(header)).map(({ urls }) => urls)).toEqual(
      targets.slice(0, 4),
    );
  });

  it.each(['', '; username="u"', '; credential="c"', '; username=""; credential="c"'])(
    'are left out when TURN has half a credential: %s (C-31)',
    (half) => {
      const header = `<turn:a>; rel=ice-server${half}, <stun:b>; rel=ice-server`;
      expect(iceServersFrom(parseLinkHeader(header))).toEqual([{ urls: 'stun:b' }]);
    },
  );
});

describe('extensions', () => {
  it('are resolved, and compared in lower case (I-5)', () => {
    const header =
      '<x>; rel="URN:ietf:params:whip:ext:Core:layer", <https://[>; rel="urn:ietf:params:whip:ext:b"';
    expect(extensionsFrom(parseLinkHeader(header), 'https://h/a/b')).toEqual([
      { relation: 'urn:ietf:params:whip:ext:core:layer', url: 'https://h/a/x' },
    ]);
  });
});
