import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

interface Request {
  readonly janus: string;
  readonly transaction: string;
  readonly session_id?: number;
  readonly handle_id?: number;
  readonly body?: { readonly request: string; readonly room?: number };
}

/**
 * A stand-in that answers what publishers ask of Janus at once and always the same, so that all time
 * is the gateway's own: the ceiling.
 *
 * @param answer the SDP that every offer gets
 */
export async function startCannedJanus(answer: string): Promise<{ url: string; stop(): void }> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    handleProtocols: () => 'janus-protocol',
  });
  await once(server, 'listening');
  let id = 1_000;
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const request = JSON.parse(String(data)) as Request;
      id += 1;
      for (const reply of repliesTo(request, id, answer)) socket.send(JSON.stringify(reply));
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close(),
  };
}

function repliesTo(request: Request, id: number, sdp: string): readonly object[] {
  const { janus, transaction, session_id, handle_id } = request;
  const about = { session_id, transaction };
  if (janus === 'info') return [{ janus: 'server_info', 'session-timeout': 60, ...about }];
  if (janus === 'keepalive') return [{ janus: 'ack', ...about }];
  if (janus === 'create' || janus === 'attach')
    return [{ janus: 'success', ...about, data: { id } }];
  if (janus !== 'message') return [{ janus: 'success', ...about }];
  const plugin = 'janus.plugin.videoroom';
  if (request.body?.request !== 'joinandconfigure') {
    const data = { videoroom: 'created', room: request.body?.room };
    return [{ janus: 'success', ...about, sender: handle_id, plugindata: { plugin, data } }];
  }
  const data = { videoroom: 'joined', room: request.body.room, id, publishers: [] };
  const jsep = { type: 'answer', sdp };
  return [
    { janus: 'ack', ...about },
    { janus: 'event', ...about, sender: handle_id, plugindata: { plugin, data }, jsep },
  ];
}
