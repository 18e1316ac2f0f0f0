import { once } from 'node:events';
import WebSocket from 'ws';

interface Message {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly jsep?: { readonly sdp: string };
  readonly error?: object;
  readonly plugindata?: { readonly data: { readonly error_code?: number } };
}

/** A publisher in the room. */
export interface RawPublisher {
  readonly handle: number;
  readonly answer: string;
}

/**
 * The Janus requests that one WHIP session needs, over a bare WebSocket and nothing around them: the
 * base that the gateway is compared with.
 */
export class JanusExchange {
  readonly #webSocket: WebSocket;
  readonly #waiting = new Map<string, (message: Message) => void>();
  #count = 0;
  #session = 0;

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.janus === 'ack' || message.transaction === undefined) return;
      this.#waiting.get(message.transaction)?.(message);
      this.#waiting.delete(message.transaction);
    });
  }

  static async connect(url: string): Promise<JanusExchange> {
    const webSocket = new WebSocket(url, 'janus-protocol', { perMessageDeflate: false });
    await once(webSocket, 'open');
    const exchange = new JanusExchange(webSocket);
    exchange.#session = (await exchange.#request({ janus: 'create' })).data?.id ?? 0;
    return exchange;
  }

  /** @throws Error with Janus' refusal */
  async publish(sdp: string, room: number): Promise<RawPublisher> {
    const attach = { janus: 'attach', plugin: 'janus.plugin.videoroom' };
    const handle = (await this.#request(attach)).data?.id ?? 0;
    const body = { request: 'joinandconfigure', ptype: 'publisher', room, display: 'bench' };
    const jsep = { type: 'offer', sdp };
    const joined = await this.#request({ janus: 'message', handle_id: handle, body, jsep });
    if (!joined.jsep) throw new Error(`no answer: ${JSON.stringify(joined)}`);
    return { handle, answer: joined.jsep.sdp };
  }

  async detach(handle: number): Promise<void> {
    await this.#request({ janus: 'detach', handle_id: handle });
  }

  close(): void {
    this.#webSocket.terminate();
  }

  #request(request: object): Promise<Message> {
    this.#count += 1;
    const transaction = `b${this.#count}`;
    const session = this.#session ? { session_id: this.#session } : {};
    return new Promise((resolve, reject) => {
      this.#waiting.set(transaction, (message) => {
        const refused = message.error ?? message.plugindata?.data.error_code;
        if (refused) reject(new Error(JSON.stringify(message)));
        else resolve(message);
      });
      this.#webSocket.send(JSON.stringify({ ...request, ...session, transaction }));
    });
  }
}
