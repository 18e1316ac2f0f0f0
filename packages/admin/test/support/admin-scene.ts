import { afterEach } from '@jest/globals';
import { embedded } from '@whipway/adapter-embedded';
import { Gateway, NEVER_ABORTED, type OpenedSession } from '@whipway/core';
import { type HeaderLine, platformPorts, type ResponseSink } from '@whipway/http';
import { vectorText } from '@whipway/test-rig/fixtures';
import { z } from 'zod';
import { type AdminOptions, createAdmin, endpointBlocks, memoryStore } from '../../src/index.js';
import type { Problem } from '../../src/wire/index.js';
import { collectingLogger } from './collecting-logger.js';
import { type Script, scriptedBackend } from './scripted-backend.js';

export const TOKEN = 'the-admin-token';
export const OFFER = vectorText('OK-O1');

export interface SceneOptions extends Partial<Omit<AdminOptions, 'gateway' | 'ports'>> {
  readonly script?: Script;
}

export interface Question {
  readonly body?: unknown;
  /** In place of JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly stream: ((sink: ResponseSink) => void) | undefined;
  header(name: string): string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
  problem(): Problem;
}

/** A second kind of backend, whose block an endpoint can have. */
const other = { kind: 'other', settings: { endpoint: z.strictObject({ room: z.int() }) } };

export const BLOCKS = endpointBlocks([embedded, other]);

const scenes: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop } of scenes.splice(0)) await stop();
});

/** A gateway with the endpoint `live` of a configuration, and the admin API in front of it. */
export async function adminScene({ script = {}, ...options }: SceneOptions = {}) {
  const logger = collectingLogger();
  const ports = platformPorts(logger);
  const backend = scriptedBackend(ports, script);
  const gateway = new Gateway({ backend, ports, endpoints: [{ id: 'live' }] });
  const admin = createAdmin({
    gateway,
    ports,
    store: memoryStore(),
    token: TOKEN,
    version: '1.2.3',
    kind: 'embedded',
    blocks: BLOCKS,
    configured: [{ id: 'live', token: 'live-token', watch: 'public' }],
    configuration: 'whipway.yaml',
    ...options,
  });
  scenes.push({
    stop: async () => {
      await gateway.close();
      await admin.close();
    },
  });
  await admin.start();
  const ask = async (line: string, question: Question = {}) =>
    await askAdmin(admin.handler.handle, line, question);
  const publish = async (endpointId: string, client?: string): Promise<OpenedSession> =>
    await gateway.publish({ endpointId, offer: OFFER, ...(client ? { client } : {}) });
  const verdict = async (
    endpointId: string,
    token: string,
    action: 'publish' | 'watch' = 'publish',
    method = 'POST',
  ) =>
    await admin.authorize({
      action,
      method,
      endpointId,
      opener: false,
      token,
      headers: { values: () => [] },
      query: new URLSearchParams(),
      signal: new AbortController().signal,
    });
  return { admin, gateway, logger, ask, publish, verdict };
}

type Handle = Awaited<ReturnType<typeof createAdmin>>['handler']['handle'];

/** @param line `GET /api/server` */
export async function askAdmin(
  handle: Handle,
  line: string,
  { body, text, headers = {} }: Question,
): Promise<Answer> {
  const [method = '', target = ''] = line.split(' ');
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const lines: Record<string, string | undefined> = {
    host: '127.0.0.1:7080',
    authorization: `Bearer ${TOKEN}`,
    ...(content === undefined
      ? {}
      : {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(content)),
        }),
    ...headers,
  };
  const response = await handle({
    method,
    target,
    mountPath: '',
    headers: { values: (name) => (lines[name] === undefined ? [] : [lines[name]]) },
    body: content === undefined ? null : bytes(content),
    signal: NEVER_ABORTED,
  });
  if (!response) throw new Error(`${target} is not served`);
  return answerOf(response.status, response.headers, response.body ?? '', response.stream);
}

function answerOf(
  status: number,
  headers: readonly HeaderLine[],
  text: string,
  stream: Answer['stream'],
): Answer {
  return {
    status,
    text,
    stream,
    header: (name) => headers.find(([key]) => key.toLowerCase() === name)?.[1],
    get json() {
      return JSON.parse(text);
    },
    problem: () => JSON.parse(text),
  };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
