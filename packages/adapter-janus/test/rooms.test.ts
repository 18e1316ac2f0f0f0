import { afterEach, describe, expect, it } from '@jest/globals';
import { roomIdOf } from '../src/rooms/room-plan.js';
import { endpointSettings } from '../src/settings.js';
import { PluginError } from './fake-janus/fake-message.js';
import { CALL, type EndpointBlock, eventually, publish } from './support/backend-host.js';
import { FakeStages } from './support/fake-stage.js';
import { offerText } from './support/offer-text.js';

const stages = new FakeStages();
afterEach(() => stages.clear());

const LIVE = roomIdOf('live', false);

function endpoint(id: string, block: EndpointBlock = {}) {
  return { id, settings: endpointSettings.parse(block) };
}

describe('the room of an endpoint', () => {
  it('has the endpoint’s id where Janus has string ids', () => {
    expect(roomIdOf('live', true)).toBe('live');
    expect(roomIdOf('1234', true)).toBe('1234');
  });

  it('has the endpoint’s number, if it is one', () => {
    expect(roomIdOf('1234', false)).toBe(1_234);
  });

  it.each(['live', '0', '007', '-1', '1.5', '1e3', '99999999999999999999', ''])(
    'has a number of its own for %j, the same every time',
    (id) => {
      const room = roomIdOf(id, false);
      expect(room).toBe(roomIdOf(id, false));
      expect(Number.isSafeInteger(room)).toBe(true);
      expect(room).toBeGreaterThan(0);
      expect(String(room)).not.toBe(id);
    },
  );
});

describe('a room without a block', () => {
  it('is made when the endpoint is added, so that viewers can wait in it', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('live'), CALL);
    expect([...janus.api.videoroom.rooms.rooms.keys()]).toEqual([LIVE]);
    await eventually(() => janus.api.handles.length === 0, 'no handle is left');
  });

  it('is made by the first POST, and not again by the second', async () => {
    const { janus, backend } = await stages.set();
    const { session } = await publish(backend, offerText());
    await session.close('client-deleted');
    await publish(backend, offerText());
    expect(janus.bodies('create').map(({ room }) => room)).toEqual(['live', LIVE]);
  });

  it('takes its name where Janus has string ids', async () => {
    const { janus, backend } = await stages.set({ stringIds: true });
    await publish(backend, offerText());
    expect([...janus.api.videoroom.rooms.rooms.keys()]).toEqual(['live']);
  });

  it('learns once which ids Janus has', async () => {
    const { janus, backend } = await stages.set();
    for (const id of ['a', 'b', 'c']) await backend.openEndpoint(endpoint(id), CALL);
    expect(janus.bodies('create').filter(({ room }) => typeof room === 'string')).toHaveLength(1);
  });

  it('is made in the AudioBridge likewise', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('live', { plugin: 'audiobridge' }), CALL);
    expect([...janus.api.audiobridge.rooms.rooms.keys()]).toEqual([LIVE]);
  });

  it('is none for RecordPlay', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('live', { plugin: 'recordplay' }), CALL);
    expect(janus.requests).toEqual([]);
  });
});

describe('a room that is made', () => {
  it('has every setting under Janus’ name for it', async () => {
    const { janus, backend } = await stages.set({ adminKey: 'key' }, { adminKey: 'key' });
    const block: EndpointBlock = {
      room: 77,
      secret: 'sec',
      pin: '4711',
      create: {
        description: 'Stage',
        private: false,
        publishers: 2,
        bitrate: 1_500_000,
        bitrateCap: true,
        keyframeInterval: 10,
        audioCodecs: ['opus', 'pcmu'],
        videoCodecs: ['h264'],
        recordingFolder: '/rec',
      },
    };
    await backend.openEndpoint(endpoint('live', block), CALL);
    expect(janus.bodies('create')).toEqual([
      {
        request: 'create',
        room: 77,
        admin_key: 'key',
        permanent: false,
        description: 'Stage',
        is_private: false,
        secret: 'sec',
        pin: '4711',
        publishers: 2,
        bitrate: 1_500_000,
        bitrate_cap: true,
        fir_freq: 10,
        audiocodec: 'opus,pcmu',
        videocodec: 'h264',
        rec_dir: '/rec',
      },
    ]);
  });

  it('has AudioBridge’s settings in an AudioBridge', async () => {
    const { janus, backend } = await stages.set();
    const create = { samplingRate: 16_000, record: true, recordFile: '/rec/mix.wav' };
    await backend.openEndpoint(endpoint('live', { plugin: 'audiobridge', room: 7, create }), CALL);
    expect(janus.bodies('create')).toEqual([
      {
        request: 'create',
        room: 7,
        permanent: false,
        description: 'live',
        is_private: true,
        sampling_rate: 16_000,
        record: true,
        record_file: '/rec/mix.wav',
      },
    ]);
  });

  it('needs the admin key where Janus has one', async () => {
    const { backend } = await stages.set({ adminKey: 'key' });
    const opening = backend.openEndpoint(endpoint('live'), CALL);
    await expect(opening).rejects.toMatchObject({ code: 'backend-refused' });
  });

  it('goes with the endpoint, by its secret', async () => {
    const { janus, backend } = await stages.set();
    const live = endpoint('live', { secret: 'sec' });
    await backend.openEndpoint(live, CALL);
    await backend.closeEndpoint(live, CALL);
    expect(janus.api.videoroom.rooms.rooms.size).toBe(0);
    await eventually(() => janus.api.handles.length === 0, 'no handle is left');
  });

  it('goes with the backend', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('a'), CALL);
    await backend.openEndpoint(endpoint('b', { plugin: 'audiobridge' }), CALL);
    await backend.close();
    expect(janus.api.videoroom.rooms.rooms.size + janus.api.audiobridge.rooms.rooms.size).toBe(0);
    expect(janus.api.sessions.size).toBe(0);
  });

  it('may be gone already when it is to go', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('live'), CALL);
    janus.api.videoroom.rooms.rooms.clear();
    await expect(backend.closeEndpoint(endpoint('live'), CALL)).resolves.toBeUndefined();
  });

  it('is made again when somebody removed it, by the next POST', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('live'), CALL);
    janus.api.videoroom.rooms.rooms.clear();
    await expect(publish(backend, offerText())).resolves.toBeDefined();
    expect([...janus.api.videoroom.rooms.rooms.keys()]).toEqual([LIVE]);
  });

  it('is made again after a restart of Janus, before anybody asks', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint(endpoint('a'), CALL);
    await backend.openEndpoint(endpoint('b', { room: 5, create: {} }), CALL);
    await janus.goDown();
    await janus.comeUp();
    await eventually(() => janus.api.videoroom.rooms.rooms.size === 2, 'both rooms');
    expect([...janus.api.videoroom.rooms.rooms.keys()]).toEqual([roomIdOf('a', false), 5]);
  });

  it('is made again with forwarders for the next publisher', async () => {
    const { janus, backend } = await stages.set();
    const recipients = [{ host: '192.0.2.1', video: { port: 5_000 } }];
    await publish(backend, offerText(), { recipients });
    await janus.goDown();
    await janus.comeUp();
    const publishes = () =>
      publish(backend, offerText(), { recipients }).then(Boolean, () => false);
    await eventually(publishes, 'a publisher again');
    expect(janus.bodies('rtp_forward')).toHaveLength(2);
  });

  it('that was left by an earlier life is taken over and removed', async () => {
    const { janus, backend } = await stages.set();
    janus.api.videoroom.rooms.create({ room: LIVE });
    await publish(backend, offerText());
    await backend.closeEndpoint(endpoint('live'), CALL);
    expect(janus.api.videoroom.rooms.rooms.size).toBe(0);
  });

  it('with a configured id that was there before stays', async () => {
    const { janus, backend } = await stages.set();
    janus.api.videoroom.rooms.create({ room: 5 });
    const live = endpoint('live', { room: 5, create: {} });
    await backend.openEndpoint(live, CALL);
    await backend.closeEndpoint(live, CALL);
    expect(janus.api.videoroom.rooms.rooms.size).toBe(1);
  });

  it('that could not be made is tried again', async () => {
    const { janus, backend } = await stages.set();
    janus.faults.refuse('create', new PluginError(499, 'not now'));
    const opening = backend.openEndpoint(endpoint('live'), CALL);
    await expect(opening).rejects.toMatchObject({ code: 'backend-failed' });
    await expect(publish(backend, offerText())).resolves.toBeDefined();
  });
});

describe('a fixed room', () => {
  it('is neither made nor removed, and not even asked for', async () => {
    const { janus, backend } = await stages.set();
    janus.api.videoroom.rooms.create({ room: 1_234 });
    const live = endpoint('live', { room: 1_234 });
    await backend.openEndpoint(live, CALL);
    expect(janus.requests).toEqual([]);
    await publish(backend, offerText(), { room: 1_234 });
    await backend.closeEndpoint(live, CALL);
    await backend.close();
    expect(janus.bodies('create')).toEqual([]);
    expect(janus.api.videoroom.rooms.rooms.size).toBe(1);
  });

  it('that is missing is the operator’s mistake, said in the 502', async () => {
    const { backend } = await stages.set();
    const opening = publish(backend, offerText(), { room: 1_234 });
    await expect(opening).rejects.toMatchObject({
      code: 'backend-refused',
      message: expect.stringContaining('No such room (1234)'),
    });
  });
});
