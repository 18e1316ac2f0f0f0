import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { janus } from '../src/index.js';
import { backendSettings, endpointSettings } from '../src/settings.js';

function problems(schema: z.ZodType, value: unknown): readonly string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('the backend block', () => {
  it('needs no more than the URL', () => {
    expect(janus.settings.backend.parse({ url: 'ws://127.0.0.1:8188' })).toEqual({
      url: 'ws://127.0.0.1:8188',
      tls: { verify: true },
      connectTimeout: 3_000,
      requestTimeout: 10_000,
      keepaliveInterval: 15_000,
      keepaliveTimeout: 5_000,
      reconnectDelay: 250,
      reconnectMaximum: 10_000,
    });
  });

  it.each([
    [{}, 'url'],
    [{ url: 'http://127.0.0.1:8088/janus' }, 'url'],
    [{ url: 'ws://h', apiSecret: '' }, 'apiSecret'],
    [{ url: 'ws://h', keepaliveInterval: 0 }, 'keepaliveInterval'],
    // The core’s contract: what is abandoned is watched for ten seconds at least.
    [{ url: 'ws://h', requestTimeout: 5_000 }, 'requestTimeout'],
    [{ url: 'ws://h', admin: { url: 'ws://h', secret: 's' } }, 'admin.url'],
    [{ url: 'ws://h', admin: { url: 'http://h' } }, 'admin.secret'],
    [{ url: 'ws://h', secret: 'typo' }, ''],
  ])('refuses %j and says where', (block, path) => {
    expect(problems(backendSettings, block)).toEqual([path]);
  });
});

describe('an endpoint’s block', () => {
  it('may be empty: a VideoRoom from the endpoint’s id', () => {
    expect(janus.settings.endpoint.parse({})).toEqual({ plugin: 'videoroom' });
  });

  it('may be validated twice', () => {
    const once = endpointSettings.parse({ room: 5, create: {} });
    expect(endpointSettings.parse(once)).toEqual(once);
  });

  it('takes number and string ids as they are', () => {
    expect(endpointSettings.parse({ room: 1_234 })).toMatchObject({ room: 1_234 });
    expect(endpointSettings.parse({ room: '1234' })).toMatchObject({ room: '1234' });
  });

  it.each([
    [{ plugin: 'streaming' }, 'plugin'],
    [{ room: -1 }, 'room'],
    [{ room: 1.5 }, 'room'],
    [{ romm: 1 }, ''],
    [{ create: { videoCodecs: [] } }, 'create.videoCodecs'],
    [{ create: { videoCodecs: ['mpeg2'] } }, 'create.videoCodecs.0'],
    [{ recipients: [{ host: '192.0.2.1' }] }, 'recipients.0'],
    [{ recipients: [{ host: '192.0.2.1', audio: { port: 0 } }] }, 'recipients.0.audio.port'],
    [{ plugin: 'audiobridge', bitrate: 1 }, 'bitrate'],
    [{ plugin: 'recordplay', room: 1 }, 'room'],
    [{ muted: true }, 'muted'],
    [{ create: { samplingRate: 8_000 } }, 'create.samplingRate'],
    [{ plugin: 'audiobridge', create: { bitrate: 1 } }, 'create.bitrate'],
  ])('refuses %j and says where', (block, path) => {
    expect(problems(endpointSettings, block)).toEqual([path]);
  });

  it('is an object that says what each key is for', () => {
    expect(endpointSettings).toBeInstanceOf(z.ZodObject);
    for (const shape of [endpointSettings.shape, backendSettings.shape])
      for (const [key, schema] of Object.entries(shape))
        expect([key, schema.description]).toEqual([key, expect.any(String)]);
  });
});
