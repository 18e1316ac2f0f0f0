import type { WhipClient } from '@whipway/client';

export async function showNumbers(client: WhipClient, show: (text: string) => void) {
  for await (const { bitsPerSecond, roundTripTime, video } of client.statistics(1000))
    show(`${bitsPerSecond} bit/s, ${roundTripTime} ms, ${video?.codec} ${video?.width} wide`);
}
