import { createServer } from 'node:http';
import { Gateway } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { embedded } from '../support/sample-adapter.js';

const ports = platformPorts(console);
const backend = embedded.create(embedded.settings.backend.parse({}), {
  clock: ports.clock,
  logger: ports.logger,
  media: { addresses: ['127.0.0.1'], stun: [] },
});
const gateway = new Gateway({ backend, ports, endpoints: [{ id: 'live' }] });
const handler = createWhipHandler({
  gateway,
  ports,
  authorize: staticTokens([{ id: 'live', token: 'verysecret', watch: 'public' }]),
});

const { PORT = '7080' } = process.env;
const server = createServer(nodeListener(handler));
server.listen(Number(PORT), '127.0.0.1');

process.once('SIGTERM', async () => {
  await gateway.close();
  server.close();
  await backend.close();
});
