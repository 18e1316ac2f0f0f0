import { WhipClient } from '@whipway/client';

export async function publish(url: string, token: string) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const client = new WhipClient({ url, token });
  client.on('state', ({ state }) => console.log(state));
  await client.publish(stream);
  return client; // later: await client.stop()
}
