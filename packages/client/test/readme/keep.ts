import { SessionKeeper, WhipClient, type WhipOptions } from '@whipway/client';

export function keepPublishing(options: WhipOptions, stream: MediaStream) {
  const keeper = new SessionKeeper<WhipClient>({
    open: async (signal, previous) => {
      const client = previous?.renew() ?? new WhipClient(options);
      await client.publish(stream, signal);
      return client;
    },
  });
  keeper.on('waiting', ({ error, delay }) => console.log(`${error.message} Again in ${delay} ms.`));
  keeper.on('failed', (error) => console.log(`Given up: ${error.message}`));
  void keeper.run();
  return keeper; // later: await keeper.stop()
}
