import { z } from 'zod';
import type { JanusPlugin } from '../connection/janus-plugin.js';
import { recipient } from './recipient.js';
import { AUDIO_CODECS, createdRoom, janusId, VIDEO_CODECS } from './room-settings.js';

const PLUGINS = ['videoroom', 'audiobridge', 'recordplay'] as const satisfies JanusPlugin[];

/** Keys that only some plugins have. All others are for every one. */
// biome-ignore format: read it as a table
const KEYS_OF_PLUGINS: Readonly<Record<string, readonly JanusPlugin[]>> = {
  room:             ['videoroom', 'audiobridge'],
  create:           ['videoroom', 'audiobridge'],
  secret:           ['videoroom', 'audiobridge'],
  pin:              ['videoroom', 'audiobridge'],
  token:            ['videoroom', 'audiobridge'],
  publisherId:      ['videoroom', 'audiobridge'],
  bitrate:          ['videoroom', 'recordplay'],
  audioCodec:       ['videoroom', 'recordplay'],
  videoCodec:       ['videoroom', 'recordplay'],
  filename:         ['videoroom', 'recordplay'],
  ridOrder:         ['videoroom'],
  record:           ['videoroom'],
  recipients:       ['videoroom'],
  muted:            ['audiobridge'],
  volume:           ['audiobridge'],
  keyframeInterval: ['recordplay'],
};

const CREATE_KEYS_OF_PLUGINS: Readonly<Record<string, readonly JanusPlugin[]>> = {
  publishers: ['videoroom'],
  bitrate: ['videoroom'],
  bitrateCap: ['videoroom'],
  keyframeInterval: ['videoroom'],
  audioCodecs: ['videoroom'],
  videoCodecs: ['videoroom'],
  recordingFolder: ['videoroom'],
  samplingRate: ['audiobridge'],
  record: ['audiobridge'],
  recordFile: ['audiobridge'],
};

/** An endpoint’s `janus:` block; `{}` is a VideoRoom made from the endpoint’s id. */
export const endpointSettings = z
  .strictObject({
    plugin: z.enum(PLUGINS).default('videoroom').describe('What takes the publisher.'),
    room: janusId
      .optional()
      .describe('A room that is there. Without it one is made from the endpoint’s id.'),
    create: createdRoom
      .optional()
      .describe('The room is made with these if it is not there, and removed with the endpoint.'),
    secret: z
      .string()
      .min(1)
      .optional()
      .describe('The room’s secret, needed to remove it and to forward RTP.'),
    pin: z.string().min(1).optional().describe('The room’s pin, needed to join it.'),
    token: z.string().min(1).optional().describe('One of the room’s allowed tokens.'),
    display: z
      .string()
      .min(1)
      .optional()
      .describe('Name among the participants, or of the recording. Default: the endpoint’s id.'),
    publisherId: janusId
      .optional()
      .describe('The publisher’s id in the room. Default: Janus’ choice.'),
    bitrate: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Bit/s that the publisher is asked not to exceed.'),
    audioCodec: z.enum(AUDIO_CODECS).optional().describe('Taken before all others.'),
    videoCodec: z.enum(VIDEO_CODECS).optional().describe('Taken before all others.'),
    ridOrder: z
      .enum(['hml', 'lmh'])
      .optional()
      .describe('Whether the publisher lists its highest simulcast layer first, or its lowest.'),
    record: z.boolean().optional().describe('Records the publisher.'),
    filename: z
      .string()
      .min(1)
      .optional()
      .describe('Base name of the recorded files. Default: Janus’ choice.'),
    recipients: z.array(recipient).optional().describe('Where the RTP goes as well.'),
    muted: z.boolean().optional().describe('AudioBridge: joins muted.'),
    volume: z.number().int().min(1).optional().describe('AudioBridge: percent.'),
    keyframeInterval: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('RecordPlay: milliseconds between the keyframes that Janus asks for.'),
  })
  .superRefine((block, context) => {
    const { plugin, create = {} } = block;
    for (const key of foreignKeys(block, plugin, KEYS_OF_PLUGINS))
      context.addIssue({ code: 'custom', path: [key], message: notFor(plugin) });
    for (const key of foreignKeys(create, plugin, CREATE_KEYS_OF_PLUGINS))
      context.addIssue({ code: 'custom', path: ['create', key], message: notFor(plugin) });
  });
export type JanusEndpointSettings = z.output<typeof endpointSettings>;

function foreignKeys(
  block: object,
  plugin: JanusPlugin,
  table: Readonly<Record<string, readonly JanusPlugin[]>>,
): readonly string[] {
  const set = Object.entries(block).filter(([, value]) => value !== undefined);
  return set.map(([key]) => key).filter((key) => !(table[key]?.includes(plugin) ?? true));
}

function notFor(plugin: JanusPlugin): string {
  return `is nothing that ${plugin} has`;
}
