import type { NamedTest, Proof } from './proof.js';
import type { Row, Table } from './table.js';

export const CLIENT_FEATURES = [
  'publishing',
  'trickle',
  'ICE restart',
  'DELETE',
  'playback',
] as const;
export type ClientFeature = (typeof CLIENT_FEATURES)[number];

const END_TO_END = 'apps/server/test/end-to-end.live.test.ts';
const STUDIO = 'apps/server/test/studio.live.test.ts';
const CLIENT = 'packages/client/test/';
const PUBLISHER = 'apps/publisher/test/publish.live.test.ts';
const PUBLISHER_FAULTS = 'apps/publisher/test/faults.live.test.ts';
const RECORDED = 'apps/server/test/recorded-clients.test.ts';

const live = (file: string, title: string): Proof => ({ tests: [{ file, title }] });

/** One test of the client package that goes all the way. */
function everything(file: string, title: string): Row<ClientFeature>['proofs'] {
  const proof = live(CLIENT + file, title);
  return {
    publishing: proof,
    trickle: proof,
    'ICE restart': proof,
    DELETE: proof,
    playback: proof,
  };
}

/** What a client sent once, sent again; no media flows. */
function replayed(
  client: string,
  wanted: Partial<Record<ClientFeature, Proof>> = {},
): Row<ClientFeature>['proofs'] {
  const answered: NamedTest = {
    file: RECORDED,
    suite: client,
    title: 'gets a 201 with an answer it can use, and a 200 to its DELETE',
  };
  const sends = { tests: [answered] };
  const none = { no: 'it does not do that' };
  return {
    publishing: sends,
    trickle: none,
    'ICE restart': none,
    DELETE: sends,
    playback: { no: 'only publishing was recorded' },
    ...wanted,
  };
}

const patched = (client: string): Proof => ({
  tests: [
    {
      file: RECORDED,
      suite: client,
      title: 'gets 204 to its fragments, and 200 with one candidate to its restart',
    },
  ],
});

const UNRECORDED = { no: 'no restart was recorded' };

/** One line a client; suites that drive another client add theirs here. */
// biome-ignore format: one row a line, read it as a table
const ROWS: readonly Row<ClientFeature>[] = [
  {
    name: 'Chromium, a client of nothing but the RFC',
    proofs: {
      publishing: live(END_TO_END, 'with video/vp8: frames, sound, a moving picture'),
      trickle: live(END_TO_END, 'with video/vp8: frames, sound, a moving picture'),
      'ICE restart': live(END_TO_END, 'goes on through an ICE restart of the publisher, and of the viewer'),
      DELETE: live(END_TO_END, 'ends with DELETE: for the publisher, for its viewers, for good'),
      playback: live(END_TO_END, 'lets many watch at once, and a late one see a picture'),
    },
  },
  {
    name: 'Chromium, the studio',
    proofs: {
      publishing: live(STUDIO, 'publishes the test pattern; another page plays it, with numbers'),
      trickle: live(STUDIO, 'publishes the test pattern; another page plays it, with numbers'),
      'ICE restart': live(STUDIO, 'restarts the publisher’s ICE while media goes on'),
      DELETE: live(STUDIO, 'stops; the viewer waits and comes back by itself with the next publisher'),
      playback: live(STUDIO, 'publishes the test pattern; another page plays it, with numbers'),
    },
  },
  { name: 'Chromium, `@whipway/client`', proofs: everything('chromium.live.test.ts', 'trickles once or twice, shows numbers, restarts ICE, and DELETEs') },
  { name: 'Firefox, `@whipway/client`', proofs: everything('firefox.live.test.ts', 'publishes VP8 by full trickle (simulcast: false), plays it, restarts ICE on both sides, and DELETEs') },
  { name: 'Node.js and werift, `@whipway/client`', proofs: everything('node.live.test.ts', 'publishes RTP, plays it, restarts ICE on both sides, and DELETEs') },
  {
    name: '`whip-publish`, with FFmpeg or GStreamer',
    proofs: {
      publishing: {
        tests: [
          { file: PUBLISHER, title: 'sends h264 that is decoded at the other end, with sound' },
          { file: PUBLISHER, title: 'runs the talk’s command as it stands' },
        ],
      },
      trickle: live(PUBLISHER_FAULTS, 'trickles the relay candidate as well'),
      'ICE restart': live(PUBLISHER_FAULTS, 'survives ten seconds without a network in one session'),
      DELETE: live(PUBLISHER, 'deletes its session at Ctrl-C, and leaves no process behind'),
      playback: live(PUBLISHER, 'sends vp8 that is decoded at the other end, with sound'),
    },
  },
  { name: 'Chromium, whip-whep 1.2.0 (recorded)', proofs: replayed('chromium-medooze-restart', { trickle: patched('chromium-medooze'), 'ICE restart': patched('chromium-medooze-restart') }) },
  { name: 'Chromium 156 (recorded)', proofs: replayed('chromium-raw-restart', { trickle: patched('chromium-raw'), 'ICE restart': patched('chromium-raw-restart') }) },
  { name: 'Chromium 156 (recorded), simulcast', proofs: replayed('chromium-simulcast', { trickle: patched('chromium-simulcast'), 'ICE restart': UNRECORDED }) },
  { name: 'Firefox 153 (recorded)', proofs: replayed('firefox-raw', { trickle: patched('firefox-raw'), 'ICE restart': UNRECORDED }) },
  { name: 'Firefox 153 (recorded), simulcast', proofs: replayed('firefox-simulcast', { trickle: patched('firefox-simulcast'), 'ICE restart': UNRECORDED }) },
  { name: 'OBS 32.2.2 (recorded)', proofs: replayed('obs-32.2.2') },
  { name: 'OBS 32.2.2 (recorded), simulcast', proofs: replayed('obs-32.2.2-simulcast') },
  { name: 'FFmpeg 9 (recorded)', proofs: replayed('ffmpeg9') },
  { name: 'FFmpeg 9, DTLS active (recorded)', proofs: replayed('ffmpeg9-dtls-active') },
  { name: 'simple-whip-client, GStreamer 1.22 (recorded)', proofs: replayed('swc-gst1.22', { trickle: patched('swc-gst1.22') }) },
  { name: 'simple-whip-client, H264, no trickle (recorded)', proofs: replayed('swc-notrickle-h264') },
];

export const CLIENT_TABLE: Table<ClientFeature> = {
  title: 'Clients',
  text: 'Into a Whipway with the embedded backend. *Recorded* clients were recorded on the wire; what they sent is sent again, without media.',
  columns: CLIENT_FEATURES,
  rows: ROWS,
};
