import type { Path } from '../config/json-value.js';

/** A flag for a key of the configuration. */
export interface FlagRow {
  readonly flag: `--${string}`;
  readonly argument: string;
  readonly path: Path;
  readonly description: string;
  /** The text as a value of the key; what does not fit is left to the schema. */
  readonly read: (text: string) => unknown;
}

const asText = (text: string) => text;
const asNumber = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
const asList = (text: string) => text.split(',').map((entry) => entry.trim());

// biome-ignore format: one row a line, read it as a table
export const FLAGS: readonly FlagRow[] = [
  { flag: '--host',            argument: 'address', path: ['listen', 'host'],        read: asText,   description: 'address to listen on' },
  { flag: '--port',            argument: 'number',  path: ['listen', 'port'],        read: asNumber, description: 'TCP port; 0 takes a free one' },
  { flag: '--public-url',      argument: 'url',     path: ['listen', 'publicUrl'],   read: asText,   description: 'where clients reach this server, behind a proxy' },
  { flag: '--tls-cert',        argument: 'file',    path: ['listen', 'tls', 'cert'], read: asText,   description: 'PEM certificate, for HTTPS' },
  { flag: '--tls-key',         argument: 'file',    path: ['listen', 'tls', 'key'],  read: asText,   description: 'PEM private key, for HTTPS' },
  { flag: '--media-addresses', argument: 'list',    path: ['media', 'addresses'],    read: asList,   description: 'IP addresses to offer for media, with commas; auto picks' },
  { flag: '--log-level',       argument: 'level',   path: ['log', 'level'],          read: asText,   description: 'least important lines: debug, info, warn, error or silent' },
  { flag: '--log-format',      argument: 'format',  path: ['log', 'format'],         read: asText,   description: 'how lines look: auto, pretty or json' },
];
