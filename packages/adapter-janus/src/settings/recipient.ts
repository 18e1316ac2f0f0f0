import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);

/** Where one kind of media goes. */
const forwardedMedia = z.strictObject({
  port: port.describe('UDP port that the RTP goes to.'),
  rtcpPort: port
    .optional()
    .describe('UDP port for RTCP; the receiver can ask for keyframes there.'),
  ssrc: z.number().int().min(0).max(0xffff_ffff).optional().describe('SSRC to send with.'),
  payloadType: z.number().int().min(0).max(127).optional().describe('Payload type to send with.'),
});

const forwardedVideo = forwardedMedia.extend({
  simulcast: z
    .boolean()
    .optional()
    .describe('One stream is made of the simulcast layers, as for a viewer.'),
});

const srtp = z.strictObject({
  suite: z
    .union([z.literal(32), z.literal(80)])
    .describe('Length of the authentication tag, bits.'),
  secret: z
    .string()
    .regex(/^[A-Za-z0-9+/]+=*$/, { error: 'must be base64' })
    .describe('Master key and salt, base64.'),
});

/** Somewhere that a publisher's RTP goes to as well. */
export const recipient = z
  .strictObject({
    host: z.string().min(1).describe('An IP address, or a name together with hostFamily.'),
    hostFamily: z.enum(['ipv4', 'ipv6']).optional().describe('How to resolve a name.'),
    audio: forwardedMedia.optional().describe('Where audio goes. Without it: nowhere.'),
    video: forwardedVideo.optional().describe('Where video goes. Without it: nowhere.'),
    srtp: srtp.optional().describe('Encrypts what is sent.'),
  })
  .refine(({ audio, video }) => audio || video, { error: 'needs audio or video' });
export type Recipient = z.output<typeof recipient>;
