import type WebSocket from 'ws';
import { FakeHandle } from './fake-handle.js';
import { type Body, CoreError } from './fake-message.js';

/** One session of the fake: it belongs to a WebSocket, or waits to be claimed. */
export class FakeSession {
  readonly id: number;
  readonly handles = new Map<number, FakeHandle>();
  socket: WebSocket | undefined;
  /** Requests that came on it, keepalives included. */
  lastActivity = Date.now();
  keepalives = 0;
  cancelReclaim = () => {};

  constructor(id: number, socket: WebSocket) {
    this.id = id;
    this.socket = socket;
  }

  attach(id: number, plugin: string, opaqueId: string | undefined): FakeHandle {
    const handle = new FakeHandle(id, plugin, opaqueId, (event) => this.tell(event));
    this.handles.set(id, handle);
    return handle;
  }

  /** An event; lost when no WebSocket owns the session, as with Janus. */
  tell(event: Body): void {
    this.socket?.send(JSON.stringify({ session_id: this.id, ...event }));
  }

  require(id: number | undefined): FakeHandle {
    const handle = this.handles.get(id ?? -1);
    if (!handle) throw new CoreError(459, `No such handle ${id} in session ${this.id}`);
    return handle;
  }
}
