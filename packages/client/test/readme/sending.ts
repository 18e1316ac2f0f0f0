import { WhipClient } from '@whipway/client';

export async function publishWell(url: string, stream: MediaStream, screen: MediaStreamTrack) {
  const client = new WhipClient({
    url,
    codecs: { video: ['H264', 'VP8'], audio: ['opus'] }, // in this order, no others
    simulcast: true, // layers h, m and l
    maxBitrate: { audio: 96_000, video: 2_500_000 }, // bits per second, all layers together
    startBitrate: 1_500_000,
  });
  await client.publish(stream);
  console.log(client.layers); // what the server took: ['h', 'm', 'l']
  await client.setMaxBitrate({ video: 800_000 });
  await client.replaceTrack(screen); // no new session
  return client;
}
