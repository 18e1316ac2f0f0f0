import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Ports of one Janus, all on 127.0.0.1. */
export interface JanusPorts {
  readonly websocket: number;
  readonly http: number;
  readonly adminHttp: number;
}

/** What a test may want otherwise than the plain server; lines are Janus' own, e.g. `ice_lite = true`. */
export interface JanusSettings {
  /** Seconds without a request after which Janus drops a session. Default 60. */
  readonly sessionTimeout?: number;
  /** Seconds in which a session can be claimed after its WebSocket broke. Default 0: never. */
  readonly reclaimTimeout?: number;
  readonly general?: readonly string[];
  readonly media?: readonly string[];
  readonly nat?: readonly string[];
  /** Lines of the VideoRoom's `general` block, and whole rooms behind it. */
  readonly videoroom?: readonly string[];
  readonly videoroomRooms?: readonly string[];
  readonly audiobridge?: readonly string[];
}

export const JANUS_ADMIN_SECRET = 'adminsecret';

/** Every room here can be edited with it. */
export const JANUS_ROOM_SECRET = 'adminpwd';

/** The configuration files by name. Rooms 1234 exist in the VideoRoom and in the AudioBridge. */
export function janusFiles(
  folder: string,
  ports: JanusPorts,
  settings: JanusSettings,
): Readonly<Record<string, string>> {
  const room = `description = "Demo"; secret = "${JANUS_ROOM_SECRET}"`;
  const codecs = 'audiocodec = "opus"; videocodec = "vp8,h264,vp9"';
  return {
    'janus.jcfg': serverFile(folder, settings),
    'janus.transport.websockets.jcfg': file({
      general: ['ws = true', `ws_port = ${ports.websocket}`, 'ws_ip = "127.0.0.1"', 'wss = false'],
      admin: ['admin_ws = false', 'admin_wss = false'],
    }),
    'janus.transport.http.jcfg': file({
      general: ['http = true', `port = ${ports.http}`, 'ip = "127.0.0.1"', 'https = false'],
      admin: [
        'admin_http = true',
        `admin_port = ${ports.adminHttp}`,
        'admin_ip = "127.0.0.1"',
        'admin_https = false',
      ],
    }),
    'janus.plugin.videoroom.jcfg': [
      file({ general: settings.videoroom ?? [] }),
      `room-1234: { ${room}; publishers = 1000; ${codecs}; record = false }`,
      ...(settings.videoroomRooms ?? []),
      '',
    ].join('\n'),
    'janus.plugin.audiobridge.jcfg': [
      file({ general: settings.audiobridge ?? [] }),
      `room-1234: { ${room}; sampling_rate = 48000; record = false }`,
      '',
    ].join('\n'),
    'janus.plugin.recordplay.jcfg': file({ general: [`path = "${join(folder, 'recordings')}"`] }),
  };
}

function serverFile(folder: string, settings: JanusSettings): string {
  const { sessionTimeout = 60, reclaimTimeout = 0, general = [], media = [], nat = [] } = settings;
  const library = libraryFolder();
  return file({
    general: [
      `configs_folder = "${folder}"`,
      `plugins_folder = "${library}/plugins"`,
      `transports_folder = "${library}/transports"`,
      `events_folder = "${library}/events"`,
      `loggers_folder = "${folder}/empty"`,
      'debug_level = 4',
      'debug_colors = false',
      'debug_timestamps = true',
      `admin_secret = "${JANUS_ADMIN_SECRET}"`,
      'server_name = "whipway-test"',
      `session_timeout = ${sessionTimeout}`,
      `reclaim_session_timeout = ${reclaimTimeout}`,
      ...general,
    ],
    media: [...media],
    nat: ['ice_ignore_list = "vmnet"', ...nat],
    plugins: [disable('duktape', 'lua', 'nosip', 'sip', 'textroom', 'videocall', 'voicemail')],
    transports: [disable('mqtt', 'nanomsg', 'pfunix', 'rabbitmq')],
    events: ['broadcast = false'],
  });
}

function disable(...names: readonly string[]): string {
  return `disable = "${names.map((name) => `libjanus_${name}.so`).join(',')}"`;
}

function file(blocks: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(blocks).map(
    ([name, lines]) => `${name}: {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`,
  );
  return parts.join('');
}

/** Where Debian keeps Janus' plugins, on any architecture. */
function libraryFolder(): string {
  const root = '/usr/lib';
  const places = [root, ...readdirSync(root).map((name) => join(root, name))];
  const plugins = places.map((place) => join(place, 'janus', 'plugins')).find(existsSync);
  if (!plugins) throw new Error(`no janus/plugins below ${root}`);
  return dirname(plugins);
}
