import { both, type NamedTest, type Proof, promises } from './proof.js';
import type { Row, Table } from './table.js';

export const BACKENDS = ['embedded', 'janus', 'mediasoup', 'galene', 'whip'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Where the conformance kit meets the real thing. */
const KIT: Readonly<Record<Backend, string>> = {
  embedded: 'packages/adapter-embedded/test/conformance.live.test.ts',
  janus: 'packages/adapter-janus/test/conformance.live.test.ts',
  mediasoup: 'packages/adapter-mediasoup/test/conformance.live.test.ts',
  galene: 'packages/adapter-galene/test/conformance.live.test.ts',
  whip: 'packages/adapter-whip/test/whipway.live.test.ts',
};

const BROWSER = 'apps/server/test/backends.live.test.ts';
const SWAP = 'apps/server/test/backend-swap.live.test.ts';
const RELAY = 'packages/adapter-whip/test/relay.live.test.ts';
const GALENE = 'packages/adapter-galene/test/monitor.live.test.ts';

type Proofs = Row<Backend>['proofs'];

function each(proof: (backend: Backend) => Proof): Proofs {
  return Object.fromEntries(BACKENDS.map((backend) => [backend, proof(backend)])) as Proofs;
}

const kit = (...ids: readonly string[]): Proofs =>
  each((backend) => promises(KIT[backend], ...ids));

function inBrowser(backend: Backend, title: string): NamedTest {
  return { file: BROWSER, suite: `Chromium into ${backend}`, title };
}

const codec = (name: string): Proofs =>
  each((backend) => ({
    tests: [inBrowser(backend, `receives ${name} and Opus`)],
    gap: inBrowser(backend, `refuses ${name}: `),
  }));

const test = (file: string, title: string): Proof => ({ tests: [{ file, title }] });

/** A few have it; the others say why not. */
const only = (some: Partial<Proofs>, no: (backend: Backend) => string): Proofs =>
  each((backend) => some[backend] ?? { no: no(backend) });

const NO_TCP: Readonly<Record<Backend, string>> = {
  embedded: 'it receives over UDP',
  janus: 'up to `ice_tcp` of Janus, which is off by default',
  mediasoup: '',
  galene: 'Galene receives over UDP; a TURN server can take TCP',
  whip: 'up to the other server',
};

const NO_SLOW_LINK: Readonly<Record<Backend, string>> = {
  embedded: 'losses stand in the statistics',
  janus: 'Janus’ slowlink is reported, but no real Janus has sent one in a test',
  mediasoup: 'losses stand in the statistics',
  galene: 'Galene does not tell over HTTP',
  whip: 'WHIP has no word for it',
};

const IN_PROCESS = 'there is nobody to pass it on to';
const NO_TOKEN: Readonly<Record<Backend, string>> = {
  embedded: IN_PROCESS,
  janus: 'Janus gets tokens and secrets of its own',
  mediasoup: IN_PROCESS,
  galene: 'each session gets a token of its own',
  whip: '',
};

// biome-ignore format: one row a line, read it as a table
const ROWS: readonly Row<Backend>[] = [
  { name: 'publishing: audio, video, both; many at once', proofs: kit('open-answer-accepted', 'open-single-track', 'parallel-sessions-independent') },
  { name: 'VP8 and Opus from a browser', proofs: codec('VP8') },
  { name: 'H264 and Opus from a browser', proofs: codec('H264') },
  { name: 'VP9 and Opus from a browser', proofs: codec('VP9') },
  { name: 'AV1 and Opus from a browser', proofs: codec('AV1') },
  { name: 'simulcast: every layer is accepted', capability: 'simulcast', proofs: kit('simulcast-layers-accepted') },
  { name: 'trickle ICE', capability: 'trickle', proofs: kit('trickle-accepted', 'trickle-end-of-candidates', 'trickle-useless-candidate') },
  { name: 'ICE restart, again and again', capability: 'restart', proofs: kit('restart-new-credentials', 'restart-complete', 'restart-again', 'restart-then-trickle') },
  { name: 'media goes on through an ICE restart', proofs: each((backend) => ({ tests: [inBrowser(backend, 'goes on through an ICE restart')] })) },
  { name: 'DELETE ends it, and the endpoint is free', proofs: each((backend) => both(promises(KIT[backend], 'close-releases', 'endpoint-free-after-close'), { tests: [inBrowser(backend, 'ends with DELETE, and takes the next publisher')] })) },
  { name: 'the client’s transport is told of the end', proofs: kit('close-tells-peer') },
  { name: 'a client that leaves without DELETE is noticed', capability: 'liveness', proofs: kit('peer-close-noticed') },
  { name: 'a client that was killed is noticed', capability: 'liveness', proofs: kit('vanish-noticed', 'hang-up-said-once') },
  { name: 'a publisher removed on the media server is noticed', proofs: only({ janus: test('packages/adapter-janus/test/plugins.live.test.ts', 'reports a kick, and the end of the room'), galene: test(GALENE, 'has an operator who sends the publisher away'), whip: test(RELAY, 'that ends the session by itself is noticed') }, () => 'nobody but Whipway can remove one') },
  { name: 'media reports: first packet, silence, media again', capability: 'mediaReports', proofs: kit('media-up-on-first-packet', 'media-down-on-silence', 'media-up-again') },
  { name: 'statistics that count media', capability: 'stats', proofs: kit('stats-count-media') },
  { name: 'playback (WHEP)', capability: 'playback', proofs: kit('playback-media-flows', 'playback-viewers-independent', 'playback-close-releases') },
  { name: 'ICE over TCP', proofs: only({ mediasoup: test('packages/adapter-mediasoup/test/chromium.live.test.ts', 'publishes VP8 over tcp, and another page plays it') }, (backend) => NO_TCP[backend]) },
  { name: 'the media server goes away: sessions end with the reason', proofs: kit('outage-ends-sessions', 'open-rejects-when-down') },
  { name: 'it comes back: publishing works again', proofs: kit('outage-heals') },
  { name: 'what is made after the client gave up is released', proofs: kit('open-aborted-before', 'open-abort-rejects-at-once', 'aborted-open-is-released') },
  { name: 'many lost packets are told', proofs: only({}, (backend) => NO_SLOW_LINK[backend]) },
  { name: 'the media server’s STUN and TURN servers reach the client', proofs: only({ galene: test(GALENE, 'has its ICE servers passed on'), whip: test(RELAY, 'has its ICE servers passed on') }, () => 'it names none; `iceServers` in the configuration does') },
  { name: 'the client’s own token is passed on, if configured', proofs: only({ whip: test(RELAY, 'gets the client’s own token where that is configured') }, (backend) => NO_TOKEN[backend]) },
  { name: 'swapped in by the `backend:` block alone', proofs: each((backend) => test(SWAP, `the backend block alone brings the same client to ${backend === 'whip' ? 'a second Whipway' : backend === 'galene' ? 'Galene' : backend}`)) },
];

export const BACKEND_TABLE: Table<Backend> = {
  title: 'Backends',
  text: 'Each backend drives the real thing. `whip` relays to a second Whipway in strict mode.',
  columns: BACKENDS,
  rows: ROWS,
};
