import { WhepClient } from '@whipway/client';

export async function play(url: string, video: HTMLVideoElement) {
  const client = new WhepClient({ url });
  video.srcObject = await client.play();
  return client;
}
