import { Agent, type IncomingMessage, request } from 'node:http';
import type { SessionUnderLoad } from './load-result.js';

export interface WhipTarget {
  readonly origin: string;
  readonly token: string;
  readonly offer: string;
}

/** Sessions over HTTP, on connections that are kept; slot N publishes to endpoint `eN`. */
export function whipLoad({ origin, token, offer }: WhipTarget): SessionUnderLoad {
  const agent = new Agent({ keepAlive: true });
  const authorization = `Bearer ${token}`;
  return {
    async open(slot) {
      const headers = { authorization, 'content-type': 'application/sdp' };
      const url = `${origin}/whip/endpoint/e${slot}`;
      const { status, location, text } = await send(agent, 'POST', url, headers, offer);
      if (status !== 201) throw new Error(`POST gave ${status}: ${text}`);
      return async () => {
        const { href } = new URL(location, origin);
        const ended = await send(agent, 'DELETE', href, { authorization });
        if (ended.status !== 200) throw new Error(`DELETE gave ${ended.status}: ${ended.text}`);
      };
    },
  };
}

interface Reply {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

function send(
  agent: Agent,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method, headers: { ...headers, ...length } });
    outgoing
      .on('error', reject)
      .on('response', (response) => void read(response).then(resolve, reject));
    outgoing.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status = 0, headers } = response;
  return { status, location: headers.location ?? '', text: Buffer.concat(chunks).toString('utf8') };
}
