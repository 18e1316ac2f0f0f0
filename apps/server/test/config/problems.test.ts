import { describe, expect, it } from '@jest/globals';
import { testFolder } from '../support/folders.js';
import { loader } from '../support/loading.js';

const { lines } = loader(testFolder());
const SECRET = 'hunter2-verysecret';

describe('problems', () => {
  it('are told all at once, each with its place and its path', () => {
    const yaml = `listen:
  port: 99999
  publicUrl: media.example.com
media:
  addresses: [auto, localhost]
  udpPorts: { min: 5000, max: 4000 }
timers: { connect: 45 }
endpoints:
  - { id: live, tokn: ${SECRET} }
  - { id: "a/b", token: ${SECRET} }
  - { id: live, publish: public, token: ${SECRET} }
  - { id: open, publish: public, watch: { token: 12 } }
cors: { origins: studio.example.com }
lisen: {}
`;
    expect(lines({ yaml })).toEqual([
      'test.yaml:2:3: listen.port must be at most 65535',
      'test.yaml:3:3: listen.publicUrl must be an http(s) URL without query and fragment, such as https://media.example.com',
      'test.yaml:5:21: media.addresses[1] must be "auto" or an IP address',
      'test.yaml:6:3: media.udpPorts has a min above its max',
      'test.yaml:7:11: timers.connect is in milliseconds and must be at least 100; 45 s are 45000',
      'test.yaml:9:17: endpoints[0].tokn is an unknown key "tokn"; did you mean "token"?',
      'test.yaml:9:5: endpoints[0] needs either a token or publish: public, and not both',
      'test.yaml:10:7: endpoints[1].id must be 1 to 128 of the characters A–Z a–z 0–9 . _ ~ - (and not . or ..)',
      'test.yaml:11:5: endpoints[2] needs either a token or publish: public, and not both',
      'test.yaml:12:34: endpoints[3].watch must be "public" or { token: … }',
      'test.yaml:11:7: endpoints[2].id is the same as that of endpoints[0]',
      'test.yaml:13:9: cors.origins must be "*" or a list of origins',
      'test.yaml:14:1: lisen is an unknown key "lisen"; did you mean "listen"?',
    ]);
  });

  it.each([
    ['backend: {}', 'backend.kind is missing; one of embedded'],
    ['backend: { kind: embeded }', 'did you mean "embedded"?'],
    [
      'backend: { kind: embedded, nothing: x }',
      'backend.nothing is an unknown key "nothing"; known here:',
    ],
    ['log: { levl: info }', 'log.levl is an unknown key "levl"; did you mean "level"?'],
    ['log: { level: warning }', 'log.level must be one of debug, info, warn, error, silent; did'],
    ['log: loud', 'log must be a block of keys'],
    ['listen: { public-url: "https://x.example" }', 'did you mean "publicUrl"?'],
    ['endpoints: { id: live }', 'endpoints must be a list'],
    ['endpoints: [live]', 'endpoints[0] must be a block of keys'],
    ['endpoints: [{ token: abc }]', 'endpoints[0].id is missing'],
    ['endpoints: [{ id: live, token: 1234 }]', 'endpoints[0].token must be text'],
    ['endpoints: [{ id: live, token: "a b" }]', 'endpoints[0].token must be text of letters'],
    ['endpoints: [{ id: live, token: "" }]', 'endpoints[0].token must be text of letters'],
    ['endpoints: [{ id: ., token: a }]', 'endpoints[0].id must be 1 to 128'],
    ['protocol: { answerRtcpMuxOnly: maybe }', 'protocol.answerRtcpMuxOnly must be true or false'],
    ['iceServers: [{ urls: "http://x" }]', 'iceServers[0].urls must be a stun:'],
    ['media: { stun: ["stun://x"] }', 'media.stun[0] must look like stun:'],
    ['media: { addresses: [] }', 'media.addresses must not be empty'],
    ['listen: { tls: { cert: a.pem } }', 'listen.tls.key is missing'],
    ['[1, 2]', 'must hold keys such as "listen:"'],
  ])('%s', (yaml, words) => {
    expect(lines({ yaml }).join('\n')).toContain(words);
  });

  it('check the blocks of backends that are not in use, too', () => {
    const yaml = 'endpoints: [{ id: live, token: abc, embedded: { layr: low } }]';
    expect(lines({ yaml })).toEqual([
      'test.yaml:1:49: endpoints[0].embedded.layr is an unknown key "layr"; did you mean "layer"?',
    ]);
  });
});

it('a suggestion comes from the backend in use, not from its neighbours', () => {
  const said = (kind: string) => lines({ yaml: `backend: { kind: ${kind}, urll: x }` }).join('\n');
  expect(said('janus')).toContain('backend.urll is an unknown key "urll"; did you mean "url"?');
  expect(said('embedded')).toContain(
    'backend.urll is an unknown key "urll"; known here: maximumBitrate, stunTimeout, kind',
  );
});

describe('YAML that cannot be read', () => {
  it.each([
    ['listen:\n  port: 1\n host: x', 'test.yaml:3:'],
    ['a: 1\na: 2', 'test.yaml:2:1: Map keys must be unique'],
    [`token: "${SECRET}`, 'test.yaml:1:'],
    [`token: ${SECRET} "${SECRET}"`, 'test.yaml:1:'],
    [`token: *${SECRET}`, 'is an alias in YAML; put it into quotes'],
    [`token: !${SECRET} x`, 'is a tag in YAML; put it into quotes'],
    [`token: !e!${SECRET} x`, 'is a tag in YAML; put it into quotes'],
    [`token: |${SECRET}`, 'test.yaml:1:9: something stands here that YAML does not expect'],
    [`%${SECRET}\n---\na: 1`, 'is a directive in YAML'],
    [`token: "\\q${SECRET}"`, 'test.yaml:1:'],
  ])('%j tells line and column, and no secret', (yaml, words) => {
    const text = lines({ yaml }).join('\n');
    expect(text).not.toBe('');
    expect(text).toContain(words);
    expect(text).not.toContain(SECRET);
  });
});

it('no problem ever quotes a value', () => {
  const yaml = `
listen: { host: [${SECRET}], port: ${SECRET}, publicUrl: ${SECRET}, tls: ${SECRET} }
endpoints: [{ id: "${SECRET}/", token: "${SECRET} x", watch: ${SECRET}, publish: ${SECRET} }]
iceServers: [{ urls: ${SECRET}, credential: 5 }]
backend: { kind: ${SECRET} }
log: { level: ${SECRET} }
`;
  const environment = { WHIPWAY__TIMERS__OPEN: SECRET, WHIPWAY__CORS__ORIGINS: `[${SECRET}` };
  const text = lines({ yaml, environment });
  expect(text.length).toBeGreaterThan(10);
  expect(text.join('\n')).not.toContain(SECRET);
});
