import { styleText } from 'node:util';
import type { Config, EndpointConfig } from '../config/config.js';
import { baseUrl, endpointUrls, studioUrl } from './server-urls.js';

/** How the first lines look. */
export interface WelcomeStyle {
  readonly colors: boolean;
}

type Row = readonly [label: string, text: string];

/**
 * What a person needs to begin, for a terminal. Shows a token only if it was made at this start:
 * there is no other way to learn it. A configured one is known and stays unseen.
 */
export function welcomeText(config: Config, port: number, { colors }: WelcomeStyle): string {
  const style = (format: 'bold' | 'dim') => (text: string) =>
    colors ? styleText(format, text, { validateStream: false }) : text;
  const [bold, dim] = [style('bold'), style('dim')];
  const base = baseUrl(config, port);
  const head = `${bold('Whipway')} is listening on ${bold(base)} ${dim(
    `(backend ${config.backend.kind}, ${config.file ?? 'no configuration file'})`,
  )}`;
  const block = (title: string, rows: readonly Row[]) => {
    const width = Math.max(...rows.map(([label]) => label.length));
    const lines = rows.map(([label, text]) => `    ${dim(label.padEnd(width))}  ${text}`);
    return [`  ${bold(title)}`, ...lines].join('\n');
  };
  const blocks = [
    ...(config.admin.enabled ? [block('studio', studioRows(base, config))] : []),
    ...config.endpoints.map((endpoint) =>
      block(endpoint.id, endpointRows(base, endpoint, shownToken(config, endpoint))),
    ),
  ];
  return `\n${[head, ...blocks].join('\n\n')}\n\n  ${dim('Ctrl+C stops.')}\n\n`;
}

/**
 * Where a made token can be learned when no line is logged: one line of plain text for the studio and
 * for each endpoint. Empty when every token is configured.
 */
export function madeTokenLines(config: Config, port: number): string {
  const base = baseUrl(config, port);
  const admin = shownAdminToken(config);
  const studio =
    admin === undefined
      ? ''
      : `Whipway made an admin token for this start: ${studioUrl(base, admin)}\n`;
  return studio + endpointTokenLines(config, base);
}

function endpointTokenLines(config: Config, base: string): string {
  return config.endpoints
    .filter(({ id }) => config.madeTokens.has(id))
    .map(({ id, token }) => {
      const { whip } = endpointUrls(base, id);
      return `Whipway made a token for this start: export WHIP_URL=${whip} TOKEN=${token}\n`;
    })
    .join('');
}

/**
 * The same as {@link welcomeText} for a machine: one entry a line, URL by URL. A made token is in
 * the URL of the publish page or the studio: the one exception to tokens not being logged.
 */
export function welcomeLines(
  config: Config,
  port: number,
): readonly { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] {
  const base = baseUrl(config, port);
  return [
    {
      message: 'listening',
      fields: { url: base, backend: config.backend.kind, config: config.file },
    },
    ...(config.admin.enabled
      ? [{ message: 'studio', fields: { studio: studioUrl(base, shownAdminToken(config)) } }]
      : []),
    ...config.endpoints.map((endpoint) => {
      const urls = endpointUrls(base, endpoint.id, shownToken(config, endpoint));
      return { message: 'endpoint', fields: { endpoint: endpoint.id, ...urls } };
    }),
  ];
}

function shownToken({ madeTokens }: Config, { id, token }: EndpointConfig): string | undefined {
  return madeTokens.has(id) ? token : undefined;
}

/** Only one that was made at this start. */
function shownAdminToken({ admin, adminToken }: Config): string | undefined {
  return admin.enabled && admin.token === undefined ? adminToken : undefined;
}

function studioRows(base: string, config: Config): Row[] {
  const token = shownAdminToken(config);
  const page: Row = ['endpoints and sessions', studioUrl(base, token)];
  return token === undefined ? [page] : [page, ['admin token', token]];
}

function endpointRows(base: string, { id }: EndpointConfig, token: string | undefined): Row[] {
  const { publishPage, watchPage, whip } = endpointUrls(base, id, token);
  const rows: Row[] = [
    ['publish in a browser', publishPage],
    ['watch in a browser', watchPage],
    ['WHIP URL (OBS, …)', whip],
  ];
  if (token === undefined) return rows;
  return [
    ...rows,
    ['bearer token', token],
    ['for curl', `export WHIP_URL=${whip} TOKEN=${token}`],
    ['ffmpeg 8 or newer', ffmpegCommand(whip, token)],
  ];
}

/** A test pattern with a tone, encoded as every WHIP server takes it. */
export function ffmpegCommand(whip: string, token: string): string {
  return [
    'ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440',
    '-c:v libx264 -profile:v baseline -preset veryfast -tune zerolatency -pix_fmt yuv420p -g 30 -bf 0',
    '-c:a libopus -ar 48000 -ac 2',
    `-f whip -authorization ${token} ${whip}`,
  ].join(' ');
}
