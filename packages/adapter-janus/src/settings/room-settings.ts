import { z } from 'zod';

/** A room or feed id: a number where Janus has numeric ids (its default), a string with `string_ids`. */
export const janusId = z.union([z.number().int().min(1), z.string().min(1)]);
export type JanusId = z.output<typeof janusId>;

// biome-ignore format: short lists of words
export const AUDIO_CODECS = ['opus', 'multiopus', 'g722', 'pcmu', 'pcma', 'isac32', 'isac16'] as const;
export const VIDEO_CODECS = ['vp8', 'vp9', 'h264', 'av1', 'h265'] as const;

/** What a room is made with. Keys that its plugin does not know are refused with the endpoint. */
export const createdRoom = z.strictObject({
  description: z.string().optional().describe('Default: the endpoint’s id.'),
  private: z.boolean().default(true).describe('Not in Janus’ list of rooms.'),
  publishers: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('VideoRoom: publishers at a time. Default: Janus’ own, 3.'),
  bitrate: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('VideoRoom: bit/s that each publisher is asked not to exceed.'),
  bitrateCap: z.boolean().optional().describe('VideoRoom: no publisher may raise the bitrate.'),
  keyframeInterval: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('VideoRoom: seconds between the keyframes that Janus asks for.'),
  audioCodecs: z
    .array(z.enum(AUDIO_CODECS))
    .min(1)
    .optional()
    .describe('VideoRoom. Default: opus.'),
  videoCodecs: z
    .array(z.enum(VIDEO_CODECS))
    .min(1)
    .optional()
    .describe('VideoRoom. Default: vp8, h264, vp9, av1.'),
  recordingFolder: z
    .string()
    .min(1)
    .optional()
    .describe('VideoRoom: folder on Janus’ machine that recordings go to.'),
  samplingRate: z.number().int().min(1).optional().describe('AudioBridge: hertz. Default: 48000.'),
  record: z.boolean().optional().describe('AudioBridge: record the mix.'),
  recordFile: z
    .string()
    .min(1)
    .optional()
    .describe('AudioBridge: file on Janus’ machine that the mix goes to.'),
});
export type CreatedRoom = z.output<typeof createdRoom>;

/** What rooms are made with when the endpoint says nothing about it. */
export const DEFAULT_ROOM: CreatedRoom = createdRoom.parse({});
