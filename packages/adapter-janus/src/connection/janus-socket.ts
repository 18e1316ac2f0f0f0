import { readFile } from 'node:fs/promises';
import { type Clock, WhipError } from '@whipway/core';
import WebSocket from 'ws';
import type { JanusBackendSettings } from '../settings.js';
import { type JanusMessage, readJanusMessage } from './janus-message.js';
import { JanusRefusal } from './janus-refusal.js';
import { type Expectation, Transactions } from './transactions.js';

/** The WebSocket subprotocol of the Janus API; without it Janus hangs up. */
const SUBPROTOCOL = 'janus-protocol';

/** Answers are a few kB; a list of rooms may be long. Bytes. */
const LONGEST_MESSAGE = 4 * 1024 * 1024;

/** One request, without its transaction. */
export type JanusRequest = { readonly janus: string } & Readonly<Record<string, unknown>>;

export interface SocketEvents {
  /** What Janus says by itself. */
  event(message: JanusMessage): void;
  /** Called once, when the connection is gone for whatever reason. */
  gone(): void;
}

/** One WebSocket to Janus: requests with their answers, and events. */
export class JanusSocket {
  readonly #webSocket: WebSocket;
  readonly #credentials: Readonly<Record<string, string>>;
  readonly #transactions: Transactions;
  #gone = false;

  private constructor(
    webSocket: WebSocket,
    settings: JanusBackendSettings,
    clock: Clock,
    events: SocketEvents,
  ) {
    this.#webSocket = webSocket;
    this.#credentials = credentialsOf(settings);
    this.#transactions = new Transactions(clock);
    webSocket.on('message', (data) => this.#receive(String(data), events));
    webSocket.once('close', () => {
      this.#gone = true;
      this.#transactions.failAll(connectionLost());
      events.gone();
    });
  }

  /** @throws WhipError `backend-unavailable` when Janus cannot be reached within the time */
  static async connect(
    settings: JanusBackendSettings,
    clock: Clock,
    events: SocketEvents,
  ): Promise<JanusSocket> {
    try {
      return new JanusSocket(await openWebSocket(settings), settings, clock, events);
    } catch (cause) {
      const options = { cause, retryAfter: 2 };
      throw new WhipError('backend-unavailable', 'Janus cannot be reached.', options);
    }
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws JanusRefusal of the core; WhipError `backend-timeout` or `backend-unavailable`
   */
  async request(request: JanusRequest, expectation: Expectation): Promise<JanusMessage> {
    if (this.#gone) throw connectionLost();
    const answer = await this.#transactions.begin((transaction) => {
      const message = { ...request, ...this.#credentials, transaction };
      this.#webSocket.send(JSON.stringify(message));
    }, expectation);
    if (answer.error) throw new JanusRefusal('core', answer.error.code, answer.error.reason);
    return answer;
  }

  /** Ends the connection without waiting for the other side. */
  terminate(): void {
    this.#webSocket.terminate();
  }

  #receive(text: string, events: SocketEvents): void {
    const message = readJanusMessage(text);
    if (!message) return;
    if (message.transaction === undefined) events.event(message);
    else this.#transactions.settle(message);
  }
}

async function openWebSocket(settings: JanusBackendSettings): Promise<WebSocket> {
  const { url, connectTimeout, tls } = settings;
  const webSocket = new WebSocket(url, SUBPROTOCOL, {
    handshakeTimeout: connectTimeout,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    rejectUnauthorized: tls.verify,
    ...(tls.caFile === undefined ? {} : { ca: await readFile(tls.caFile) }),
  });
  await new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve);
    // Stays, so that later errors are not thrown: a close follows each of them.
    webSocket.on('error', reject);
  });
  return webSocket;
}

/** Either one suffices for a Janus that asks for both. */
function credentialsOf({ apiSecret, token }: JanusBackendSettings): Record<string, string> {
  return {
    ...(apiSecret === undefined ? {} : { apisecret: apiSecret }),
    ...(token === undefined ? {} : { token }),
  };
}

function connectionLost(): WhipError {
  return new WhipError('backend-unavailable', 'The connection to Janus was lost.', {
    retryAfter: 2,
  });
}
