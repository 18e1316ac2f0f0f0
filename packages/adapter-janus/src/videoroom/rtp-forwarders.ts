import type { PluginData } from '../connection/janus-message.js';
import { defined } from '../publishing/defined.js';
import type { Joined } from '../publishing/publishing-plan.js';
import type { Recipient } from '../settings/recipient.js';

/**
 * Has Janus send the publisher's RTP to each recipient. They end with the publisher. Works before
 * the publisher is connected.
 *
 * @param credentials the room's secret and the admin key, where they are needed
 * @throws JanusRefusal; WhipError
 */
export async function forwardRtp(
  joined: Joined,
  recipients: readonly Recipient[],
  credentials: PluginData,
): Promise<void> {
  const { handle, room, data } = joined;
  const { id: publisher_id } = data;
  for (const recipient of recipients) {
    const streams = streamsOf(joined, recipient);
    if (streams.length === 0) continue;
    const { host, hostFamily, srtp } = recipient;
    await handle.message(
      defined({
        request: 'rtp_forward',
        room,
        publisher_id,
        host,
        host_family: hostFamily,
        srtp_suite: srtp?.suite,
        srtp_crypto: srtp?.secret,
        streams,
        ...credentials,
      }),
    );
  }
}

/** What the recipient wants of what the publisher offered. */
function streamsOf({ offer }: Joined, recipient: Recipient): readonly PluginData[] {
  const simulcast = recipient.video?.simulcast;
  return offer.media.flatMap(({ kind, mid }): PluginData[] => {
    const wanted = recipient[kind];
    if (!wanted) return [];
    const { port, rtcpPort: rtcp_port, ssrc, payloadType: pt } = wanted;
    const own = kind === 'video' ? { simulcast } : {};
    return [defined({ mid, port, rtcp_port, ssrc, pt, ...own })];
  });
}
