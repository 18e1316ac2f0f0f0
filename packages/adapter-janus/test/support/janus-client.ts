import { once } from 'node:events';
import WebSocket from 'ws';

/** What Janus answers; a plugin's own words are in `plugindata.data`. */
export interface RawMessage {
  readonly janus: string;
  readonly transaction?: string;
  readonly sender?: number;
  readonly data?: { readonly id: number };
  readonly plugindata?: { readonly data: Readonly<Record<string, unknown>> };
  readonly jsep?: { readonly type: RTCSdpType; readonly sdp: string };
  readonly error?: { readonly code: number; readonly reason: string };
}

/** Talks to Janus past the gateway: a viewer, an operator, or a test that wants to know. */
export class JanusClient {
  readonly #webSocket: WebSocket;
  readonly #waiting = new Map<string, (message: RawMessage) => void>();
  #count = 0;
  #session = 0;

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('message', (data) => {
      const message = JSON.parse(String(data)) as RawMessage;
      if (message.janus === 'ack' || message.transaction === undefined) return;
      this.#waiting.get(message.transaction)?.(message);
    });
  }

  static async connect(url: string): Promise<JanusClient> {
    const webSocket = new WebSocket(url, 'janus-protocol');
    await once(webSocket, 'open');
    const client = new JanusClient(webSocket);
    const { data } = await client.request({ janus: 'create' });
    client.#session = data?.id ?? 0;
    return client;
  }

  request(message: object): Promise<RawMessage> {
    this.#count += 1;
    const transaction = `c${this.#count}`;
    const session = this.#session ? { session_id: this.#session } : {};
    return new Promise((resolve) => {
      this.#waiting.set(transaction, resolve);
      this.#webSocket.send(JSON.stringify({ ...message, ...session, transaction }));
    });
  }

  async attach(plugin: string): Promise<number> {
    const { data } = await this.request({ janus: 'attach', plugin: `janus.plugin.${plugin}` });
    return data?.id ?? 0;
  }

  message(handle: number, body: object, jsep?: object): Promise<RawMessage> {
    const message = { janus: 'message', handle_id: handle, body };
    return this.request(jsep ? { ...message, jsep } : message);
  }

  /** One room request on a handle of its own; the plugin's answer. */
  async ask(plugin: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const handle = await this.attach(plugin);
    const { plugindata } = await this.message(handle, body);
    await this.request({ janus: 'detach', handle_id: handle });
    return plugindata?.data ?? {};
  }

  close(): void {
    this.#webSocket.terminate();
  }
}
