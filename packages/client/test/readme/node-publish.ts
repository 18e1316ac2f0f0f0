import { WhipClient } from '@whipway/client';
import { MediaStream, MediaStreamTrack, RTCPeerConnection } from 'werift';

/** Publishes VP8 that something else has packed into RTP. */
export async function publishRtp(url: string, token: string) {
  const video = new MediaStreamTrack({ kind: 'video' });
  const client = new WhipClient({
    url,
    token,
    platform: { createPeerConnection: (configuration) => new RTCPeerConnection(configuration) },
  });
  await client.publish(new MediaStream([video]));
  return { client, send: (packet: Buffer) => video.writeRtp(packet) };
}
