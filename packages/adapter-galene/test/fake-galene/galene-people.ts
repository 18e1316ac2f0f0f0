import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { type FakeSession, type FakeToken, freshId, type GaleneState } from './galene-state.js';

/** What a client says, as far as it is understood. */
interface Said {
  readonly type: string;
  readonly kind?: string;
  readonly id?: string;
  readonly token?: string;
  readonly dest?: string;
  readonly value?: unknown;
}

interface Person {
  /** As the client’s handshake said it. */
  id: string;
  joined?: FakeToken;
}

/** Those who are in the groups by WebSocket (protocol “2”): monitors and operators. */
export class GalenePeople {
  readonly #state: GaleneState;
  readonly #people = new WeakMap<WebSocket, Person>();
  #sockets: WebSocketServer | undefined;

  constructor(state: GaleneState) {
    this.#state = state;
    state.joined = (session) => this.#tell(session.group, userAdded(session));
    state.left = ({ group, id, username }) =>
      this.#tell(group, { type: 'user', kind: 'delete', id, username });
  }

  get count(): number {
    return this.#sockets?.clients.size ?? 0;
  }

  serve(server: Server): void {
    this.#sockets = new WebSocketServer({ server, path: '/ws' });
    this.#sockets.on('connection', (socket) => {
      this.#people.set(socket, { id: freshId() });
      socket.on('message', (data) => this.#hear(socket, JSON.parse(data.toString()) as Said));
    });
  }

  /** Somebody of the group’s own comes in by WebSocket. */
  welcome(group: string, username: string, permissions: readonly string[]): void {
    this.#tell(group, { type: 'user', kind: 'add', id: freshId(), username, permissions });
  }

  /** Sends everybody of a group away, as at a shutdown. */
  kickAll(group: string, value: string): void {
    this.#tell(group, { type: 'usermessage', kind: 'kicked', dest: freshId(), value });
    for (const { id } of this.#state.clientsOf(group)) this.#state.end(id);
  }

  /** An operator sends the monitors of a group away, and nobody else. */
  kickMonitors(group: string): void {
    const operator = { id: freshId(), username: 'somebody' };
    this.#tell(group, { type: 'usermessage', kind: 'kicked', ...operator, value: 'away' });
    for (const socket of this.#inGroup(group)) socket.close(1000);
  }

  /** Cuts all WebSockets, without a word. */
  cut(): void {
    for (const socket of this.#sockets?.clients ?? []) socket.terminate();
  }

  #hear(socket: WebSocket, said: Said): void {
    const person = this.#people.get(socket);
    if (!person) return;
    if (said.type === 'handshake') {
      person.id = said.id ?? person.id;
      send(socket, { type: 'handshake', version: ['2'] });
    }
    if (said.type === 'join') this.#join(socket, person, said.token ?? '');
    if (!person.joined?.permissions.includes('op')) return;
    if (said.type === 'groupaction') this.#groupAction(person.joined.group, said);
    if (said.type === 'useraction' && said.kind === 'kick') this.#state.end(said.dest ?? '');
  }

  /** Everybody in the group is told to who comes in, itself first, and the other way round. */
  #join(socket: WebSocket, person: Person, token: string): void {
    const { groups, tokens } = this.#state;
    const known = tokens.get(token);
    if (!known || !groups.has(known.group)) {
      send(socket, { type: 'joined', kind: 'fail', value: 'not authorised' });
      return;
    }
    const { username, permissions, group } = known;
    person.joined = known;
    send(socket, { type: 'joined', kind: 'join', username, permissions });
    send(socket, { type: 'user', kind: 'add', id: person.id, username, permissions });
    for (const session of this.#state.clientsOf(group)) send(socket, userAdded(session));
  }

  #groupAction(name: string, { kind }: Said): void {
    const group = this.#state.groups.get(name);
    if (!group || (kind !== 'lock' && kind !== 'unlock')) return;
    group.locked = kind === 'lock';
    this.#tell(name, { type: 'joined', kind: 'change', group: name });
  }

  #tell(group: string, message: object): void {
    for (const socket of this.#inGroup(group)) send(socket, message);
  }

  #inGroup(group: string): readonly WebSocket[] {
    return [...(this.#sockets?.clients ?? [])].filter(
      (socket) =>
        this.#people.get(socket)?.joined?.group === group && socket.readyState === WebSocket.OPEN,
    );
  }
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

function userAdded({ id, username }: FakeSession): object {
  return { type: 'user', kind: 'add', id, username, permissions: ['present'] };
}
