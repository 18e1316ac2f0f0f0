import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { classes, Message, makeIntegrityKey, methods, parseMessage } from 'werift';

export const FAKE_USER = 'me';
export const FAKE_PASSWORD = 'turnsecret';
const REALM = 'whipway.test';
const KEY = makeIntegrityKey(FAKE_USER, REALM, FAKE_PASSWORD);

export interface FakeTurnSettings {
  /** Default: all. What comes by another one is not answered. */
  readonly answers?: readonly ('udp' | 'tcp')[];
  /** Of allocations, in seconds. */
  readonly lifetime?: number;
  /** Says this to every request that has the right password. */
  readonly refusal?: readonly [code: number, reason: string];
}

export interface FakeTurnServer {
  readonly port: number;
  /** What was asked: `udp ALLOCATE`, `udp REFRESH 600`. */
  readonly requests: readonly string[];
  /** Requests with a nonce from before are stale now. */
  changeNonce(): void;
  stop(): void;
}

/** A TURN server as far as allocating, refreshing and giving back goes (RFC 8656); it relays nothing. */
export async function startFakeTurnServer(
  settings: FakeTurnSettings = {},
): Promise<FakeTurnServer> {
  const { answers = ['udp', 'tcp'] } = settings;
  const requests: string[] = [];
  let nonce = 'nonce-1';
  const answer = (transport: 'udp' | 'tcp', data: Buffer): Buffer | undefined => {
    const request = parseMessage(data);
    if (!request) return undefined;
    requests.push(told(transport, request));
    return answers.includes(transport) ? reply(request, data, nonce, settings).bytes : undefined;
  };
  const { udp, tcp, port } = await listenOnBoth();
  udp.on('message', (data, { address, port: from }) => {
    const bytes = answer('udp', data);
    if (bytes) udp.send(bytes, from, address);
  });
  const streams = new Set<Socket>();
  tcp.on('connection', (stream: Socket) => {
    streams.add(stream);
    stream
      .on('error', () => undefined)
      .on('data', (data) => {
        const bytes = answer('tcp', data);
        if (bytes) stream.write(bytes);
      });
  });
  return {
    port,
    requests,
    changeNonce() {
      nonce = `${nonce}1`;
    },
    stop() {
      udp.close();
      tcp.close();
      for (const stream of streams) stream.destroy();
    },
  };
}

/** A port that is free for UDP and for TCP. */
async function listenOnBoth() {
  for (let tries = 0; ; tries += 1) {
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const { port } = udp.address();
    const tcp = createServer().listen(port, '127.0.0.1');
    try {
      await once(tcp, 'listening');
      return { udp, tcp, port };
    } catch (error) {
      udp.close();
      if (tries === 10) throw error;
    }
  }
}

function told(transport: string, request: Message): string {
  const lifetime: unknown = request.getAttributeValue('LIFETIME');
  const isRefresh = request.messageMethod === methods.REFRESH;
  return `${transport} ${methods[request.messageMethod]}${isRefresh ? ` ${lifetime}` : ''}`;
}

function reply(
  request: Message,
  data: Buffer,
  nonce: string,
  { lifetime = 600, refusal }: FakeTurnSettings,
): Message {
  const { messageMethod, transactionId } = request;
  const error = (code: number, reason: string) =>
    new Message(messageMethod, classes.ERROR, transactionId)
      .setAttribute('ERROR-CODE', [code, reason])
      .setAttribute('REALM', REALM)
      .setAttribute('NONCE', Buffer.from(nonce));
  const trusted =
    request.attributesKeys.includes('MESSAGE-INTEGRITY') && parseMessage(data, KEY) !== undefined;
  if (!trusted) return error(401, 'Unauthorized');
  if (`${request.getAttributeValue('NONCE')}` !== nonce) return error(438, 'Stale Nonce');
  const signed = (message: Message) => message.addMessageIntegrity(KEY).addFingerprint();
  if (refusal) return signed(error(...refusal));
  const granted = Math.min(Number(request.getAttributeValue('LIFETIME')), lifetime);
  const done = new Message(messageMethod, classes.RESPONSE, transactionId);
  done.setAttribute('LIFETIME', granted);
  if (messageMethod === methods.ALLOCATE)
    done
      .setAttribute('XOR-RELAYED-ADDRESS', ['127.0.0.1', 50_000])
      .setAttribute('XOR-MAPPED-ADDRESS', ['127.0.0.1', 40_000]);
  return signed(done);
}
