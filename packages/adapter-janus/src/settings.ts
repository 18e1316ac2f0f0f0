import { z } from 'zod';

const milliseconds = z.number().int().positive();

/** A room or feed id: a number where Janus has numeric ids (its default), a string with `string_ids`. */
const janusId = z.union([z.number().int().positive(), z.string().min(1)]);
export type JanusId = z.output<typeof janusId>;

const webSocketUrl = z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// URL' });

/** The `backend:` block. Times are milliseconds. */
export const backendSettings = z.strictObject({
  /** Janus’ WebSocket API, e.g. `ws://127.0.0.1:8188`. */
  url: webSocketUrl,
  /** Janus’ `api_secret`. */
  apiSecret: z.string().min(1).optional(),
  /** A token of Janus’ token authentication. */
  token: z.string().min(1).optional(),
  /** The plugins’ `admin_key`, needed to make rooms where they have one. */
  adminKey: z.string().min(1).optional(),
  tls: z
    .strictObject({
      /** PEM file with the authority that signed Janus’ certificate. */
      caFile: z.string().min(1).optional(),
      /** False: any certificate is taken. For tests only. */
      verify: z.boolean().default(true),
    })
    .prefault({}),
  /** The admin API over HTTP. With it `stats` has numbers, and lost events are made up for. */
  admin: z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
      secret: z.string().min(1),
    })
    .optional(),
  /** From connecting to a Janus session that is ready. */
  connectTimeout: milliseconds.default(3_000),
  /** What any request waits for its answer at most. */
  requestTimeout: milliseconds.min(10_000).default(10_000),
  /** Between keepalives; less when Janus’ own session timeout asks for it. */
  keepaliveInterval: milliseconds.default(15_000),
  /** An unanswered keepalive means that Janus is gone. */
  keepaliveTimeout: milliseconds.default(5_000),
  /** The first pause before connecting again; doubled each time up to `reconnectMaximum`. */
  reconnectDelay: milliseconds.default(250),
  reconnectMaximum: milliseconds.default(10_000),
});
export type JanusBackendSettings = z.output<typeof backendSettings>;

const port = z.number().int().min(1).max(65_535);

/** Where one kind of media goes. Its `rtcpPort` also takes picture-loss requests of the receiver. */
const forwardedMedia = z.strictObject({
  port,
  rtcpPort: port.optional(),
  ssrc: z.number().int().nonnegative().optional(),
  payloadType: z.number().int().min(0).max(127).optional(),
});

const recipient = z
  .strictObject({
    /** An IP address, or a host name together with `hostFamily`. */
    host: z.string().min(1),
    hostFamily: z.enum(['ipv4', 'ipv6']).optional(),
    audio: forwardedMedia.optional(),
    /** `simulcast`: the receiver gets one stream out of the layers, as a viewer does. */
    video: forwardedMedia.extend({ simulcast: z.boolean().optional() }).optional(),
    srtp: z
      .strictObject({ suite: z.union([z.literal(32), z.literal(80)]), key: z.base64() })
      .optional(),
  })
  .refine(({ audio, video }) => audio || video, { error: 'needs audio or video' });
export type Recipient = z.output<typeof recipient>;

const audioCodec = z.enum(['opus', 'multiopus', 'g722', 'pcmu', 'pcma', 'isac32', 'isac16']);
const videoCodec = z.enum(['vp8', 'vp9', 'h264', 'av1', 'h265']);

/** What a VideoRoom is made with. */
const createdVideoRoom = z.strictObject({
  description: z.string().optional(),
  /** Not in the list of rooms. */
  private: z.boolean().default(true),
  /** Publishers at a time, counted once they are connected. Janus’ default is 3. */
  publishers: z.number().int().positive().optional(),
  /** Bits per second that each publisher is asked not to exceed. */
  bitrate: z.number().int().positive().optional(),
  /** No publisher may raise the bitrate. */
  bitrateCap: z.boolean().optional(),
  /** Seconds between the keyframes that Janus asks for. */
  keyframeInterval: z.number().int().nonnegative().optional(),
  audioCodecs: z.array(audioCodec).nonempty().default(['opus']),
  videoCodecs: z.array(videoCodec).nonempty().default(['vp8', 'h264', 'vp9', 'av1']),
  /** Folder on Janus’ machine that recordings of the room go to. */
  recordingFolder: z.string().min(1).optional(),
});
export type CreatedVideoRoom = z.output<typeof createdVideoRoom>;

const room = {
  /** A room that is there. Without it, one is made from the endpoint’s id. */
  room: janusId.optional(),
  /** Needed to edit the room: to remove it, and to forward RTP. */
  secret: z.string().min(1).optional(),
  /** Needed to join the room. */
  pin: z.string().min(1).optional(),
  /** One of the room’s `allowed` tokens. */
  token: z.string().min(1).optional(),
  /** Name among the participants. Default: the endpoint’s id. */
  display: z.string().optional(),
};

const videoRoomEndpoint = z.strictObject({
  plugin: z.literal('videoroom').default('videoroom'),
  ...room,
  /** The room is made with these when it is not there, and removed with the endpoint. */
  create: createdVideoRoom.optional(),
  /** The publisher’s id in the room; a second one with it is refused. Default: Janus’ choice. */
  publisherId: janusId.optional(),
  /** Bits per second that this publisher is asked not to exceed. */
  bitrate: z.number().int().positive().optional(),
  /** Taken if the room has it, whatever the publisher prefers. */
  audioCodec: audioCodec.optional(),
  videoCodec: videoCodec.optional(),
  /** Order in which the publisher lists its simulcast layers: highest first, or lowest first. */
  ridOrder: z.enum(['hml', 'lmh']).optional(),
  record: z.boolean().optional(),
  /** Base name of the recorded files, `BASE-audio-0.mjr` and so on. */
  filename: z.string().min(1).optional(),
  /** RTP goes to each of these as well. */
  recipients: z.array(recipient).default([]),
});
export type VideoRoomSettings = z.output<typeof videoRoomEndpoint>;

/** What an AudioBridge room is made with. */
const createdAudioBridge = z.strictObject({
  description: z.string().optional(),
  private: z.boolean().default(true),
  /** Hertz. */
  samplingRate: z.number().int().positive().default(48_000),
  record: z.boolean().optional(),
  /** File on Janus’ machine that the mix goes to. */
  recordFile: z.string().min(1).optional(),
});
export type CreatedAudioBridge = z.output<typeof createdAudioBridge>;

const audioBridgeEndpoint = z.strictObject({
  plugin: z.literal('audiobridge'),
  ...room,
  create: createdAudioBridge.optional(),
  publisherId: janusId.optional(),
  muted: z.boolean().optional(),
  /** Percent. */
  volume: z.number().int().positive().optional(),
});
export type AudioBridgeSettings = z.output<typeof audioBridgeEndpoint>;

const recordPlayEndpoint = z.strictObject({
  plugin: z.literal('recordplay'),
  /** Name of the recording. Default: the endpoint’s id. */
  name: z.string().min(1).optional(),
  /** Base name of the recorded files. Default: Janus’ choice. */
  filename: z.string().min(1).optional(),
  audioCodec: audioCodec.optional(),
  videoCodec: videoCodec.optional(),
  /** Bits per second that the publisher is asked not to exceed. */
  bitrate: z.number().int().positive().optional(),
  /** Milliseconds between the keyframes that Janus asks for. */
  keyframeInterval: z.number().int().nonnegative().optional(),
});
export type RecordPlaySettings = z.output<typeof recordPlayEndpoint>;

/** An endpoint’s `janus:` block; `{}` is a VideoRoom made from the endpoint’s id. */
export const endpointSettings = z.discriminatedUnion('plugin', [
  videoRoomEndpoint,
  audioBridgeEndpoint,
  recordPlayEndpoint,
]);
export type JanusEndpointSettings = z.output<typeof endpointSettings>;

/** What rooms are made with when the endpoint says nothing about it. */
export const DEFAULT_VIDEO_ROOM: CreatedVideoRoom = createdVideoRoom.parse({});
export const DEFAULT_AUDIO_BRIDGE: CreatedAudioBridge = createdAudioBridge.parse({});
