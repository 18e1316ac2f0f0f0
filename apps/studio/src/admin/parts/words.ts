import type { MantineColor } from '@mantine/core';
import type { CloseReason, SessionState } from '@whipway/core';
import type { Client } from '../api/wire.js';

// biome-ignore format: one row a line, read it as a table
const CLIENT_NAMES: Readonly<Record<string, string>> = {
  'obs':          'OBS Studio',
  'ffmpeg':       'FFmpeg',
  'gstreamer':    'GStreamer',
  'whip-publish': 'whip-publish',
  'whip-go':      'whip-go',
  'larix':        'Larix Broadcaster',
  'chromium':     'Chrome or Edge',
  'firefox':      'Firefox',
  'safari':       'Safari',
  'other':        'Another program',
};

/** The program of a client, for people. */
export function clientName(client: Client | undefined): string {
  if (!client) return 'Unknown program';
  return CLIENT_NAMES[client.kind] ?? client.kind;
}

interface StateWords {
  readonly publish: string;
  readonly watch: string;
  readonly color: MantineColor;
}

// biome-ignore format: one row a line, read it as a table
const STATE_WORDS = {
  new:          { publish: 'Connecting',   watch: 'Connecting',   color: 'yellow' },
  negotiating:  { publish: 'Connecting',   watch: 'Connecting',   color: 'yellow' },
  connecting:   { publish: 'Connecting',   watch: 'Connecting',   color: 'yellow' },
  connected:    { publish: 'Live',         watch: 'Watching',     color: 'red' },
  disconnected: { publish: 'Interrupted',  watch: 'Interrupted',  color: 'orange' },
  closed:       { publish: 'Ended',        watch: 'Ended',        color: 'gray' },
} as const satisfies Record<SessionState, StateWords>;

export function stateWord(state: SessionState, kind: 'publish' | 'watch'): string {
  return STATE_WORDS[state][kind];
}

export function stateColor(state: SessionState): MantineColor {
  return STATE_WORDS[state].color;
}

// biome-ignore format: one row a line, read it as a table
const STATE_STEPS = {
  new:          'The client asked to start',
  negotiating:  'Offer and answer are exchanged',
  connecting:   'Waiting for the first media',
  connected:    'Media flows',
  disconnected: 'Media stopped; waiting for it to come back',
  closed:       'Ended',
} as const satisfies Record<SessionState, string>;

/** What a state of the timeline means. */
export function stateStep(state: SessionState): string {
  return STATE_STEPS[state];
}

// biome-ignore format: one row a line, read it as a table
const CLOSE_WORDS = {
  'client-deleted':    'Stopped by the client',
  'client-gone':       'The client left before it had its answer',
  'peer-closed':       'The client closed its connection',
  'connect-timeout':   'No media arrived in time',
  'media-lost':        'Media stopped and did not come back',
  'lifetime-reached':  'The longest allowed time was reached',
  'ice-failed':        'The network path to the client was lost',
  'dtls-failed':       'The encrypted connection could not be made',
  'kicked':            'The media server removed the publisher',
  'backend-closed':    'The media server ended the session',
  'backend-lost':      'The media server went away',
  'not-opened':        'It never started: the request was refused',
  'replaced':          'Another publisher took over',
  'publication-ended': 'What was watched has ended',
  'endpoint-removed':  'The endpoint was destroyed or got other options',
  'revoked':           'Ended by an operator',
  'shutdown':          'The server was shut down',
} as const satisfies Record<CloseReason, string>;

/** Why a session ended, for people, without a full stop. */
export function closeReasonText(reason: CloseReason | undefined): string {
  return reason ? (CLOSE_WORDS[reason] ?? reason) : 'The reason is not known';
}

/** Reasons of an end that nobody has to look into. */
const EXPECTED: readonly CloseReason[] = [
  'client-deleted',
  'peer-closed',
  'publication-ended',
  'replaced',
  'endpoint-removed',
  'revoked',
  'shutdown',
  'lifetime-reached',
];

/** False for an end that went wrong. */
export function endedAsExpected(reason: CloseReason | undefined): boolean {
  return reason !== undefined && EXPECTED.includes(reason);
}

const WATCH_WORDS = {
  publisher: 'Who may publish',
  public: 'Everybody',
  token: 'Who has the watch token',
} as const;

export function watchWord(watch: keyof typeof WATCH_WORDS): string {
  return WATCH_WORDS[watch];
}

export function publishWord(publish: 'token' | 'public'): string {
  return publish === 'public' ? 'Everybody' : 'Who has the token';
}
