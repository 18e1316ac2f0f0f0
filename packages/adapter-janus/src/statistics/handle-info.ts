import { z } from 'zod';

const counters = z.looseObject({
  packets: z.number().catch(0),
  bytes: z.number().catch(0),
  bytes_lastsec: z.number().optional(),
  nacks: z.number().optional(),
});

/** Counts of the lowest layer, or of the only one; those of further simulcast layers inside. */
const direction = counters.extend({
  'video-simulcast-1': counters.optional(),
  'video-simulcast-2': counters.optional(),
});

const NOTHING = { packets: 0, bytes: 0 };

const reception = z.looseObject({
  /** Milliseconds. */
  rtt: z.number().optional(),
  lost: z.number().optional(),
  /** Milliseconds. */
  'jitter-local': z.number().optional(),
});

const medium = z.looseObject({
  type: z.string(),
  mid: z.string().optional(),
  ssrc: z.record(z.string(), z.number()).catch({}),
  'rid-simulcast': z
    .looseObject({ rid: z.array(z.string()), 'rid-order': z.string().optional() })
    .optional(),
  codecs: z.looseObject({ codec: z.string().optional() }).optional(),
  rtcp: z
    .looseObject({
      main: reception.optional(),
      sim1: reception.optional(),
      sim2: reception.optional(),
    })
    .prefault({}),
  stats: z
    .looseObject({ in: direction.default(NOTHING), out: direction.default(NOTHING) })
    .prefault({}),
});
export type Medium = z.output<typeof medium>;

const handleInfo = z.looseObject({
  janus: z.literal('success'),
  info: z.looseObject({
    /** Absent until a PeerConnection was negotiated. */
    webrtc: z
      .looseObject({
        ice: z.looseObject({ 'selected-pair': z.string().optional() }).optional(),
        media: z.record(z.string(), medium).catch({}),
      })
      .optional(),
  }),
});

/** What we read of the admin API's `handle_info`. */
export type HandleInfo = z.output<typeof handleInfo>['info'];

/** @throws ZodError for a refusal, or what is no such answer */
export function readHandleInfo(reply: unknown): HandleInfo {
  return handleInfo.parse(reply).info;
}
