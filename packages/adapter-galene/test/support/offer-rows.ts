import { offerText } from '@whipway/test-rig/offer-text';
import type { Rows } from './galene-asking.js';

/** What simulcast needs, behind the video section. */
const SIMULCAST_EXTENSIONS = [
  'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  '',
].join('\r\n');

/** Offers to `/group/NAME/.whip`, and what comes of each. */
export const OFFER_ROWS: Rows = {
  'the answer is active and recvonly, its candidates in the first section only, each twice': [
    ['a=group:BUNDLE 0 1', 'a=setup:active', 'a=recvonly', true, false, []],
    async (g) => answerFacts((await g.post('open', {}, withMidExtension())).body),
  ],
  'POST of nonsense, of nothing, without ufrag, without fingerprint: 500': [
    [500, 500, 500, 500],
    async (g) => {
      const lacking = (name: string) => offerText().replace(new RegExp(`a=${name}.*\r\n`, 'g'), '');
      const bodies = ['hello', '', lacking('ice-ufrag'), lacking('fingerprint')];
      return Promise.all(bodies.map(async (body) => (await g.post('open', {}, body)).status));
    },
  ],
  'POST with bare line feeds, or in chunks: 201': [
    [201, 201],
    async (g) => {
      const chunks = new Blob([offerText()]).stream();
      const type = { 'content-type': 'application/sdp' };
      return [
        (await g.post('open', {}, offerText().replaceAll('\r\n', '\n'))).status,
        (await g.ask('POST', '/group/open/.whip', type, chunks)).status,
      ];
    },
  ],
  'a section without direction is not answered': [
    true,
    async (g) => {
      const { body } = await g.post('open', {}, offerText().replaceAll('a=sendonly\r\n', ''));
      return !body.includes('m=');
    },
  ],
  'POST of more than 1 MiB: 413, and the connection is closed': [
    [413, 'close'],
    async (g) => {
      const { status, header } = await g.post('open', {}, offerText() + 'a=x\r\n'.repeat(220_000));
      return [status, header('connection')];
    },
  ],
  'recvonly is answered sendonly, sendrecv recvonly': [
    [true, true],
    async (g) => {
      const [receiving, both] = ['recvonly', 'sendrecv'].map((direction) =>
        g.post('open', {}, offerText().replaceAll('a=sendonly', `a=${direction}`)),
      );
      const answers = [(await receiving)?.body, (await both)?.body];
      return [/^a=sendonly/m.test(answers[0] ?? ''), /^a=recvonly/m.test(answers[1] ?? '')];
    },
  ],
  'simulcast is answered in full': [
    [true, true],
    async (g) => {
      const layers = ['a=rid:h send', 'a=rid:l send', 'a=simulcast:send h;l', ''].join('\r\n');
      const { body } = await g.post('open', {}, offerText() + SIMULCAST_EXTENSIONS + layers);
      return [/^a=rid:h recv/m.test(body), /^a=simulcast:recv h;l/m.test(body)];
    },
  ],
};

const MID_EXTENSION = 'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid';

/** The audio section offers it, too. */
function withMidExtension(): string {
  return offerText().replaceAll(/(a=mid:.*)/g, `$1\r\n${MID_EXTENSION}`);
}

function answerFacts(answer: string): readonly unknown[] {
  const lines = answer.split('\r\n');
  const [, audio = '', video = ''] = answer.split(/^m=/m);
  const candidates = audio.match(/^a=candidate:.*/gm) ?? [];
  const components = candidates.map((candidate) => candidate.split(' ')[1]);
  const half = components.length / 2;
  const isTwice = half > 0 && components.filter((component) => component === '2').length === half;
  return [
    ...['a=group', 'a=setup', 'a=recvonly'].map((begin) =>
      lines.find((line) => line.startsWith(begin)),
    ),
    isTwice && audio.includes('a=end-of-candidates'),
    video.includes('a=candidate'),
    ['a=rtcp-mux-only', 'a=ice-options'].filter((line) => answer.includes(line)),
  ];
}
