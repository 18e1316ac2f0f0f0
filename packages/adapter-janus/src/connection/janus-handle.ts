import { WhipError } from '@whipway/core';
import type { JanusConnection } from './janus-connection.js';
import type { JanusMessage, Jsep, PluginData } from './janus-message.js';
import type { JanusPlugin } from './janus-plugin.js';
import { JanusRefusal } from './janus-refusal.js';
import type { JanusRequest } from './janus-socket.js';

/** A handle that ended without our doing. */
export interface HandleLoss {
  readonly reason: 'backend-lost' | 'backend-closed';
  readonly detail: string;
}

/** What happens on a handle without our asking. */
export interface HandleEvents {
  event(message: JanusMessage): void;
  /** The handle is gone. Nothing else comes after it. */
  lost(loss: HandleLoss): void;
}

export interface PluginReply {
  readonly data: PluginData;
  readonly jsep: { readonly type: string; readonly sdp: string } | undefined;
}

/** One handle of the connection’s Janus session: one PeerConnection, or none. */
export class JanusHandle {
  readonly id: number;
  readonly plugin: JanusPlugin;
  readonly #connection: JanusConnection;
  readonly #events: HandleEvents;
  #detached: Promise<void> | undefined;
  #lost = false;
  /** Rejects each request that is not answered yet. */
  readonly #running = new Set<(error: WhipError) => void>();

  constructor(connection: JanusConnection, id: number, plugin: JanusPlugin, events: HandleEvents) {
    this.#connection = connection;
    this.id = id;
    this.plugin = plugin;
    this.#events = events;
  }

  /**
   * Asks the plugin something.
   *
   * @throws JanusRefusal of the plugin or the core; WhipError `backend-timeout`,
   *   `backend-unavailable`, `session-ended`
   */
  async message(body: PluginData, jsep?: Jsep): Promise<PluginReply> {
    const answer = await this.#request({ janus: 'message', body, ...(jsep ? { jsep } : {}) });
    const data = answer.plugindata?.data ?? {};
    const { error_code: code, error = '' } = data;
    // A plugin refuses with "success" or "event"; only the core has "error".
    if (typeof code === 'number') throw new JanusRefusal(this.plugin, code, String(error));
    return { data, jsep: answer.jsep };
  }

  /** Hands candidates over. @throws as {@link message} */
  async trickle(candidates: readonly PluginData[]): Promise<void> {
    await this.#request({ janus: 'trickle', candidates }, true);
  }

  /** The only way to be rid of everything: PeerConnection, participant and handle. Never rejects. */
  detach(): Promise<void> {
    this.#detached ??= this.#lost ? Promise.resolve() : this.#connection.detach(this.id);
    this.#endRequests();
    return this.#detached;
  }

  /** For the connection: an event with this handle as its sender. */
  receive(message: JanusMessage): void {
    if (this.#detached || this.#lost) return;
    if (message.janus !== 'detached') {
      this.#events.event(message);
      return;
    }
    this.#endRequests();
    this.lose({ reason: 'backend-closed', detail: 'Janus detached the handle' });
  }

  /** For the connection: the handle is no more. */
  lose(loss: HandleLoss): void {
    if (this.#lost) return;
    this.#lost = true;
    if (!this.#detached) this.#events.lost(loss);
  }

  #request(request: JanusRequest, ackIsAnswer = false): Promise<JanusMessage> {
    if (this.#lost || this.#detached) return Promise.reject(sessionEnded());
    return new Promise((resolve, reject) => {
      this.#running.add(reject);
      this.#connection
        .request({ ...request, handle_id: this.id }, { ackIsAnswer })
        .then(resolve, reject)
        .finally(() => this.#running.delete(reject));
    });
  }

  /** Janus answers no request of a handle that is gone. */
  #endRequests(): void {
    for (const reject of this.#running) reject(sessionEnded());
  }
}

function sessionEnded(): WhipError {
  return new WhipError('session-ended', 'The session on Janus has ended.');
}
