// A process of its own: the least that could stand between HTTP and Janus. It checks nothing.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JanusExchange } from './janus-exchange.js';
import { serveRequests } from './processes/serve-requests.js';

serveRequests({ start });

async function start({ janusUrl, room }: { janusUrl: string; room: number }): Promise<string> {
  const exchange = await JanusExchange.connect(janusUrl);
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'DELETE') {
      await exchange.detach(Number(request.url?.slice('/session/'.length)));
      response.writeHead(200, { 'content-length': 0 }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { handle, answer } = await exchange.publish(Buffer.concat(chunks).toString('utf8'), room);
    const headers = {
      'content-type': 'application/sdp',
      'content-length': Buffer.byteLength(answer),
      location: `/session/${handle}`,
    };
    response.writeHead(201, headers).end(answer);
  };
  const server = createServer((request, response) => void serve(request, response));
  // The load keeps its connections while other cases have their turn.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
