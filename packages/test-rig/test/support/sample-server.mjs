// A server of the shape startServer expects: node sample-server.mjs [ready|late|deaf|never|crash]
import { createServer } from 'node:http';

const [, , mode = 'ready'] = process.argv;
const { WHIPWAY__LISTEN__PORT: port, SAMPLE_WORD: word } = process.env;
if (mode === 'crash') {
  console.error('no such backend');
  process.exit(3);
}
const readyAt = Date.now() + (mode === 'late' ? 400 : 0);
const server = createServer((_request, response) => {
  response.statusCode = Date.now() < readyAt || mode === 'never' ? 503 : 200;
  response.end(JSON.stringify({ settings: settings(), folder: process.cwd() }));
}).listen(Number(port), '127.0.0.1', () => console.log(`listening, ${word ?? 'no word'}`));

function settings() {
  return Object.keys(process.env).filter((name) => name.startsWith('WHIPWAY__'));
}

process.on('SIGTERM', () => {
  console.error('asked to stop');
  if (mode === 'deaf') return;
  server.close(() => process.exit(5));
  server.closeAllConnections();
});
