import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { GALENE_ADMIN, type RunningGalene } from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import { WebSocket } from 'ws';
import { isMessage, join, type MonitorMessage } from '../../src/monitor/monitor-messages.js';

/** A token by the admin API, made past our own code. */
export async function mintToken(
  galene: RunningGalene,
  group: string,
  wish: { readonly username: string; readonly permissions: readonly string[] },
): Promise<string> {
  const basic = Buffer.from(`${GALENE_ADMIN.username}:${GALENE_ADMIN.password}`).toString('base64');
  const expires = new Date(Date.now() + 600_000).toISOString();
  const response = await fetch(`${galene.url}/galene-api/v0/.groups/${group}/.tokens/`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...wish, expires }),
  });
  return response.headers.get('location') ?? '';
}

/** A person with the right to send others away, in a group of a Galene, real or fake. */
export class Operator {
  readonly heard: MonitorMessage[] = [];
  readonly #id = randomUUID();
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = isMessage(data.toString());
      if (message) this.heard.push(message);
    });
  }

  static async join(galene: RunningGalene, group: string): Promise<Operator> {
    const token = await mintToken(galene, group, { username: 'chair', permissions: ['op'] });
    return Operator.enter(galene, group, token);
  }

  /** With a token that is there. */
  static async enter(
    galene: { readonly url: string },
    group: string,
    token: string,
  ): Promise<Operator> {
    const socket = new WebSocket(`${galene.url.replace('http', 'ws')}/ws`);
    const operator = new Operator(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'handshake', version: ['2'], id: operator.#id }));
    socket.send(join(group, token));
    await operator.hears(({ type, kind }) => type === 'joined' && kind === 'join');
    return operator;
  }

  async hears(wanted: (message: MonitorMessage) => boolean): Promise<MonitorMessage> {
    await eventually(() => this.heard.some(wanted), 'the operator hears it', 5_000);
    return this.heard.find(wanted) as MonitorMessage;
  }

  /** Sends away the first client with such a name. */
  async kick(wanted: (username: string) => boolean): Promise<void> {
    const { id } = await this.hears(
      ({ type, kind, username }) => type === 'user' && kind === 'add' && wanted(username ?? ''),
    );
    this.#act({ type: 'useraction', kind: 'kick', dest: id, value: 'bye' });
  }

  /** Nobody but operators comes in any more, which is sure when it resolves. */
  async lock(): Promise<void> {
    this.#act({ type: 'groupaction', kind: 'lock', value: 'closed for now' });
    await this.hears(({ type, kind }) => type === 'joined' && kind === 'change');
  }

  #act(action: object): void {
    const me = { source: this.#id, username: 'chair' };
    this.#socket.send(JSON.stringify({ ...action, ...me }));
  }

  close(): void {
    this.#socket.terminate();
  }
}
