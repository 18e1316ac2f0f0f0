import { z } from 'zod';

const count = z.number().min(0);

const trackStats = z
  .object({
    kind: z.enum(['audio', 'video']),
    mid: z.string().optional(),
    rid: z.string().optional().describe('The simulcast layer.'),
    ssrc: count.optional(),
    codec: z.string().optional().describe('Lower case: opus, vp8, h264.'),
    packets: count,
    bytes: count,
    packetsLost: z.number().optional(),
    nacks: count.optional(),
    keyframeRequests: count.optional(),
    bitrate: count.optional().describe('Bits per second over the last second or so.'),
    jitter: count.optional().describe('Milliseconds.'),
  })
  .meta({ id: 'TrackStats' });

/** What flows in a session now; whatever the media server does not tell is left out. */
export const sessionStats = z
  .object({
    roundTripTime: count.optional().describe('Milliseconds.'),
    transport: z.string().optional().describe('udp or tcp.'),
    tracks: z.array(trackStats).describe('One entry an RTP stream; totals since the start.'),
  })
  .meta({ id: 'SessionStats' });

export type TrackStatistics = z.infer<typeof trackStats>;
export type SessionStatistics = z.infer<typeof sessionStats>;
