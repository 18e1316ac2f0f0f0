import { afterEach, describe, expect, it } from '@jest/globals';
import { acceptAnswer, checkOffer, SILENT_LOGGER } from '@whipway/core';
import { CoreError, PluginError } from './fake-janus/fake-message.js';
import { CALL, type EndpointBlock, eventually, publish } from './support/backend-host.js';
import { FakeStages } from './support/fake-stage.js';
import { offerText } from './support/offer-text.js';

const stages = new FakeStages();
afterEach(() => stages.clear());

const AUDIO = { kinds: ['audio'] } as const;

describe('a POST', () => {
  it('is one attach and one joinandconfigure with the offer', async () => {
    const { janus, backend } = await stages.set();
    await backend.openEndpoint({ id: 'live', settings: {} }, CALL);
    const before = janus.requests.length;
    const offer = offerText();
    await publish(backend, offer);
    const sent = janus.requests.slice(before).filter(({ janus: name }) => name !== 'detach');
    expect(sent.map(({ janus: name }) => name)).toEqual(['attach', 'message']);
    expect(sent[0]?.opaque_id).toMatch(/^whip-test-/);
    expect(sent[1]?.jsep).toEqual({ type: 'offer', sdp: offer, trickle: true });
  });

  it.each([
    { iceOptions: undefined, endOfCandidates: false, trickle: false },
    { iceOptions: 'trickle', endOfCandidates: false, trickle: true },
    { iceOptions: 'ice2,trickle', endOfCandidates: false, trickle: true },
    { iceOptions: 'trickle', endOfCandidates: true, trickle: false },
  ])('tells whether candidates will follow: %j', async ({ trickle, ...wishes }) => {
    const { janus, backend } = await stages.set();
    await publish(backend, offerText(wishes));
    const join = janus.requests.find(({ jsep }) => jsep);
    expect(join?.jsep?.trickle).toBe(trickle);
  });

  it('sends every setting under Janus’ name for it', async () => {
    const { janus, backend } = await stages.set();
    const block: EndpointBlock = {
      room: 99,
      create: {},
      pin: '4711',
      token: 'tok',
      display: 'Studio A',
      publisherId: 7,
      bitrate: 500_000,
      audioCodec: 'opus',
      videoCodec: 'vp8',
      record: true,
      filename: 'take-1',
      ridOrder: 'lmh',
    };
    await publish(backend, offerText({ rids: ['l', 'h'] }), block);
    expect(janus.bodies('joinandconfigure')).toEqual([
      {
        request: 'joinandconfigure',
        ptype: 'publisher',
        room: 99,
        pin: '4711',
        token: 'tok',
        display: 'Studio A',
        id: 7,
        bitrate: 500_000,
        audiocodec: 'opus',
        videocodec: 'vp8',
        record: true,
        filename: 'take-1',
      },
    ]);
    expect(janus.requests.find(({ jsep }) => jsep)?.jsep).toMatchObject({ rid_order: 'lmh' });
  });

  it('names the endpoint, unless told otherwise', async () => {
    const { janus, backend } = await stages.set();
    await publish(backend, offerText(), {}, { id: 'camera-2' });
    expect(janus.bodies('joinandconfigure')[0]).toMatchObject({ display: 'camera-2' });
  });

  it.each([
    [458, 'a session that ended'],
    [459, 'a handle that ended'],
    [471, 'a handle still being cleaned'],
  ])('tries again on a new handle after %i, %s', async (code) => {
    const { janus, backend } = await stages.set();
    janus.faults.refuse('joinandconfigure', new CoreError(code, 'try again'));
    const { session } = await publish(backend, offerText());
    expect(janus.publisherOf(session.answer)).toBeDefined();
    await eventually(() => janus.publishers.length === 1, 'one handle is left');
    expect(janus.bodies('joinandconfigure')).toHaveLength(2);
  });

  it('does not try again what cannot help', async () => {
    const { janus, backend } = await stages.set();
    janus.faults.refuse('joinandconfigure', new PluginError(436, 'User ID 7 already exists'));
    await expect(publish(backend, offerText())).rejects.toMatchObject({ code: 'endpoint-busy' });
    expect(janus.bodies('joinandconfigure')).toHaveLength(1);
  });
});

describe('a Janus with full_trickle', () => {
  it('is waited for: the answer has the candidates that came as events', async () => {
    const { backend } = await stages.set({ fullTrickle: true });
    const offer = checkOffer(offerText(), { profile: 'publish' });
    const { session } = await publish(backend, offer.text);
    const { text } = acceptAnswer(session.answer, offer, { rtcpMuxOnly: true });
    expect(text).toContain('a=candidate:1 1 udp 2015363327 192.0.2.7 41353 typ host');
  });

  it('is waited for again by every restart', async () => {
    const { backend } = await stages.set({ fullTrickle: true });
    const { session } = await publish(backend, offerText());
    for (const ufrag of ['first', 'second']) {
      const fragment = {
        mid: '0',
        ufrag,
        pwd: 'x'.repeat(22),
        candidates: [],
        endOfCandidates: true,
      };
      expect((await session.restartIce(fragment, CALL)).candidates).toHaveLength(1);
    }
  });
});

describe('an offer that Janus half accepts', () => {
  it('is refused as a whole, naming the codecs of both sides (S-20)', async () => {
    const { janus, backend } = await stages.set();
    const block: EndpointBlock = { create: { videoCodecs: ['vp8', 'vp9'] } };
    await expect(publish(backend, offerText({ video: ['H264'] }), block)).rejects.toMatchObject({
      code: 'codec-unsupported',
      rule: 'S-20',
      message: 'The video section offers h264; the Janus videoroom takes vp8, vp9.',
    });
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });

  it('names the codecs of a room that was there already', async () => {
    const { janus, backend } = await stages.set();
    janus.api.videoroom.rooms.create({ room: 5, audiocodec: 'opus', videocodec: 'av1,vp9' });
    const opening = publish(backend, offerText({ video: ['H264', 'VP8'] }), { room: 5 });
    await expect(opening).rejects.toThrow(
      'The video section offers h264, vp8; the Janus videoroom takes av1, vp9.',
    );
  });

  it('is refused all the same where the room is not listed', async () => {
    const { janus, backend } = await stages.set();
    const room = { room: 5, is_private: true, audiocodec: 'opus', videocodec: 'av1' };
    janus.api.videoroom.rooms.create(room);
    const opening = publish(backend, offerText(), { room: 5 });
    await expect(opening).rejects.toMatchObject({ code: 'codec-unsupported' });
  });

  it('with video is refused by an AudioBridge', async () => {
    const { backend } = await stages.set();
    const opening = publish(backend, offerText(), { plugin: 'audiobridge' });
    await expect(opening).rejects.toThrow('the Janus audiobridge takes no video');
  });
});

describe('the end of a session', () => {
  it.each([
    ['DTLS alert', 'peer-closed'],
    ['ICE failed', 'ice-failed'],
    ['DTLS timeout', 'dtls-failed'],
    ['DTLS error', 'dtls-failed'],
    ['DTLS-SRTP stack error', 'dtls-failed'],
    ['Close PC', 'backend-closed'],
    ['Janus API', 'backend-closed'],
    ['Admin API', 'backend-closed'],
    ['something new', 'backend-closed'],
  ])('by the hang-up "%s" is %s, and close detaches the handle', async (reason, expected) => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offerText());
    janus.publisherOf(session.answer).hangUp(reason);
    await eventually(() => reports.said.length > 0, 'the report');
    expect(reports.said).toEqual([`hungUp ${expected}: Janus hung up: ${reason}`]);
    expect(janus.publishers).toHaveLength(1);
    await session.close('backend-closed');
    expect(janus.publishers).toHaveLength(0);
  });

  it.each([
    ['videoroom', offerText()],
    ['audiobridge', offerText(AUDIO)],
  ] as const)('by a kick in the %s is said once', async (plugin, offer) => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offer, { plugin });
    const { room, feed } = janus.publisherOf(session.answer);
    const client = janus.api[plugin];
    client.message(
      janus.publisherOf(session.answer),
      { request: 'kick', room, id: feed },
      undefined,
    );
    await eventually(() => reports.said.length > 0, 'the report');
    await backend.health(CALL);
    expect(reports.said).toEqual(['hungUp kicked: kicked out of the room']);
  });

  it.each([
    ['videoroom', offerText()],
    ['audiobridge', offerText(AUDIO)],
  ] as const)('by the end of its %s is said once', async (plugin, offer) => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offer, { plugin });
    const handle = janus.publisherOf(session.answer);
    janus.api[plugin].message(handle, { request: 'destroy', room: handle.room }, undefined);
    await eventually(() => reports.said.length > 0, 'the report');
    await backend.health(CALL);
    expect(reports.said).toEqual(['hungUp backend-closed: the room was destroyed']);
  });

  it('by a stopped recording is told', async () => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offerText(), { plugin: 'recordplay' });
    const result = { status: 'stopped', id: 4_242 };
    janus.publisherOf(session.answer).pluginEvent({ recordplay: 'event', result });
    await eventually(() => reports.said.length > 0, 'the report');
    expect(reports.said).toEqual(['hungUp backend-closed: the recording was stopped']);
  });

  it('by a detach from outside is told', async () => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offerText());
    janus.publisherOf(session.answer).event('detached');
    await eventually(() => reports.said.length > 0, 'the report');
    expect(reports.said).toEqual(['hungUp backend-closed: Janus detached the handle']);
    await expect(session.close('backend-closed')).resolves.toBeUndefined();
  });

  it('during the POST fails the session as soon as it is open', async () => {
    const { janus, backend } = await stages.set();
    const release = janus.faults.hold('rtp_forward');
    const recipients = [{ host: '192.0.2.1', audio: { port: 5_000 } }];
    const opening = publish(backend, offerText(), { recipients });
    await eventually(() => janus.bodies('rtp_forward').length > 0, 'the POST is half done');
    janus.publishers[0]?.hangUp('DTLS alert');
    release();
    const { reports } = await opening;
    expect(reports.said).toEqual(['hungUp peer-closed: Janus hung up: DTLS alert']);
  });

  it('is not said of other participants', async () => {
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    for (const news of [
      { publishers: [{ id: 3 }] },
      { unpublished: 3 },
      { leaving: 3, reason: 'kicked' },
      { kicked: 3 },
      { joining: { id: 4 } },
    ])
      handle.pluginEvent({ videoroom: 'event', room: 1, ...news });
    await backend.health(CALL);
    expect(reports.said).toEqual([]);
  });
});

describe('what Janus tells on the side', () => {
  it('is logged: a slow link, which is reported too, and ICE failing before its hang-up', async () => {
    const lines: unknown[] = [];
    const info = (message: string, fields?: object) => lines.push({ message, ...fields });
    const logger = { ...SILENT_LOGGER, info };
    const { janus, backend } = await stages.set();
    const { session, reports } = await publish(backend, offerText(), {}, { logger });
    const handle = janus.publisherOf(session.answer);
    handle.event('slowlink', { mid: '1', media: 'video', uplink: true, lost: 17 });
    handle.event('ice-failed');
    await backend.health(CALL);
    expect(reports.said).toEqual(['slowLink 17']);
    expect(lines).toMatchObject([
      { message: 'Janus: slow link', mid: '1', uplink: true, lost: 17 },
      { message: 'Janus: ICE failed' },
    ]);
  });
});

describe('an ICE restart', () => {
  const fresh = { mid: '0', ufrag: 'new+', pwd: '$1/+'.repeat(6), endOfCandidates: false };

  it('sends the stored offer with the new credentials, then the candidates', async () => {
    const { janus, backend } = await stages.set();
    const { session } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    const text = '1 1 udp 2122260223 192.0.2.9 5000 typ host';
    const host = { foundation: '1', component: 1, transport: 'udp', priority: 1, type: 'host' };
    const candidates = [{ ...host, text, address: '192.0.2.9', port: 5_000 }];
    const answered = await session.restartIce({ ...fresh, candidates }, CALL);
    expect(handle.offer).toContain('a=ice-pwd:$1/+$1/+');
    expect(handle.trickled).toEqual([{ sdpMLineIndex: 0, candidate: `candidate:${text}` }]);
    expect(answered).toMatchObject({ mid: '0', ...handle.local, endOfCandidates: true });
    expect(session.answer).not.toContain(answered.pwd);
  });

  it('that Janus refuses leaves the stored offer as it was (reference bug j)', async () => {
    const { janus, backend } = await stages.set();
    const { session } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    const before = handle.local;
    janus.faults.refuse('configure', new PluginError(499, 'no'));
    const refused = session.restartIce({ ...fresh, candidates: [] }, CALL);
    await expect(refused).rejects.toMatchObject({ code: 'backend-failed' });
    expect(handle.local).toEqual(before);
    const again = { ...fresh, ufrag: 'other', candidates: [] };
    await expect(session.restartIce(again, CALL)).resolves.toMatchObject({ mid: '0' });
    expect(handle.offer).toContain('a=ice-ufrag:other');
  });

  it.each([
    ['by close', 'close'],
    ['by Janus', 'detached'],
  ])('that is running when the session ends %s is rejected at once', async (_how, end) => {
    const { janus, backend } = await stages.set();
    const { session } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    // Janus answers nothing for a handle that was detached meanwhile.
    janus.faults.lose('configure');
    const restarting = session.restartIce({ ...fresh, candidates: [] }, CALL);
    const rejected = expect(restarting).rejects.toMatchObject({ code: 'session-ended' });
    await eventually(() => janus.bodies('configure').length === 1, 'the request is on its way');
    if (end === 'close') await session.close('client-deleted');
    else handle.event('detached');
    await rejected;
  });

  it.each([
    ['audiobridge', offerText(AUDIO), { request: 'configure' }],
    ['recordplay', offerText(), { request: 'record', name: 'live', update: true }],
  ] as const)('works in the %s', async (plugin, offer, body) => {
    const { janus, backend } = await stages.set();
    const { session } = await publish(backend, offer, { plugin });
    const handle = janus.publisherOf(session.answer);
    const answered = await session.restartIce({ ...fresh, candidates: [] }, CALL);
    expect(answered).toMatchObject(handle.local);
    expect(janus.requests.filter(({ jsep }) => jsep).at(-1)?.body).toEqual(body);
  });
});

describe('the other plugins', () => {
  it('AudioBridge joins with the offer in the same request', async () => {
    const { janus, backend } = await stages.set();
    const block: EndpointBlock = {
      plugin: 'audiobridge',
      room: 8,
      create: {},
      pin: '1',
      display: 'Mic',
      publisherId: 3,
      muted: true,
      volume: 80,
    };
    const { session } = await publish(backend, offerText(AUDIO), block);
    expect(janus.bodies('join')).toEqual([
      { request: 'join', room: 8, id: 3, display: 'Mic', pin: '1', muted: true, volume: 80 },
    ]);
    expect(janus.publisherOf(session.answer).plugin).toBe('audiobridge');
  });

  it('RecordPlay records under the endpoint’s name', async () => {
    const { janus, backend } = await stages.set();
    const block: EndpointBlock = {
      plugin: 'recordplay',
      filename: 'take',
      bitrate: 300_000,
      keyframeInterval: 2_000,
      videoCodec: 'h264',
    };
    await publish(backend, offerText(), block, { id: 'talk' });
    expect(janus.bodies('record')).toEqual([
      {
        request: 'record',
        name: 'talk',
        filename: 'take',
        videocodec: 'h264',
        'video-bitrate-max': 300_000,
        'video-keyframe-interval': 2_000,
      },
    ]);
  });
});

describe('RTP forwarding', () => {
  const recipients = [
    {
      host: '192.0.2.1',
      audio: { port: 5_000, payloadType: 111 },
      video: { port: 5_002, rtcpPort: 5_003, ssrc: 42, simulcast: true },
    },
    { host: 'mixer.example', hostFamily: 'ipv4', video: { port: 6_000 } },
  ] as const;

  it('is set up for each recipient, with the sections’ own mids', async () => {
    const { janus, backend } = await stages.set({ adminKey: 'key' }, { adminKey: 'key' });
    const srtp = { suite: 80, secret: 'c2VjcmV0' } as const;
    const secure = [{ ...recipients[0], srtp }, recipients[1]];
    const { session } = await publish(backend, offerText(), { secret: 'sec', recipients: secure });
    const { feed, room } = janus.publisherOf(session.answer);
    const shared = { request: 'rtp_forward', room, publisher_id: feed };
    expect(janus.bodies('rtp_forward')).toEqual([
      {
        ...shared,
        secret: 'sec',
        admin_key: 'key',
        host: '192.0.2.1',
        srtp_suite: 80,
        srtp_crypto: 'c2VjcmV0',
        streams: [
          { mid: '0', port: 5_000, pt: 111 },
          { mid: '1', port: 5_002, rtcp_port: 5_003, ssrc: 42, simulcast: true },
        ],
      },
      {
        ...shared,
        secret: 'sec',
        admin_key: 'key',
        host: 'mixer.example',
        host_family: 'ipv4',
        streams: [{ mid: '1', port: 6_000 }],
      },
    ]);
  });

  it('leaves out what the publisher does not send', async () => {
    const { janus, backend } = await stages.set();
    await publish(backend, offerText(AUDIO), { recipients: [...recipients] });
    const streams = janus.bodies('rtp_forward').map(({ streams: wanted }) => wanted);
    expect(streams).toEqual([[{ mid: '0', port: 5_000, pt: 111 }]]);
  });

  it('that is refused fails the POST and leaves nothing', async () => {
    const { janus, backend } = await stages.set();
    janus.faults.refuse('rtp_forward', new PluginError(433, 'Unauthorized'));
    const opening = publish(backend, offerText(), { recipients: [...recipients] });
    await expect(opening).rejects.toMatchObject({ code: 'backend-refused' });
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });
});
