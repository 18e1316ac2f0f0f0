import type { Codecs } from './fake-answer.js';
import type { FakeHandle } from './fake-handle.js';
import { type Body, type PluginAnswer, PluginError } from './fake-message.js';
import type { RoomErrors } from './fake-rooms.js';
import { type Jsep, type PluginHost, RoomPlugin } from './room-plugin.js';

const VIDEOROOM: RoomErrors = {
  missing: 426,
  exists: 427,
  wrongType: 430,
  missingSecret: 429,
  wrongSecret: 433,
};
const AUDIOBRIDGE: RoomErrors = {
  missing: 485,
  exists: 486,
  wrongType: 484,
  missingSecret: 489,
  wrongSecret: 489,
};

export class FakeVideoRoom extends RoomPlugin {
  protected readonly name = 'videoroom';

  constructor(host: PluginHost, stringIds: boolean, adminKey: string | undefined) {
    super(host, VIDEOROOM, stringIds, adminKey);
    this.requests.set('joinandconfigure', (handle, body, jsep) =>
      this.#publish(handle, body, jsep),
    );
    this.requests.set('configure', (handle, _body, jsep) => ({
      ...this.say('event', { configured: 'ok' }),
      later: true,
      jsep: jsep && this.answer(handle, jsep, this.#codecs(handle)),
    }));
    this.requests.set('rtp_forward', (_handle, body) => {
      this.rooms.requireSecret(this.rooms.require(body.room), body.secret);
      return this.say('rtp_forward', { forwarders: [] });
    });
  }

  #publish(handle: FakeHandle, body: Body, jsep: Jsep | undefined): PluginAnswer {
    const { id: feed } = body;
    const { id } = this.rooms.enter(body);
    if (feed !== undefined && this.host.inRoom('videoroom', id).some((one) => one.feed === feed))
      throw new PluginError(436, `User ID ${feed} already exists`);
    if (!jsep) throw new PluginError(431, 'no offer');
    this.join(handle, body);
    const data = { room: id, id: handle.feed, publishers: [] };
    return {
      ...this.say('joined', data),
      later: true,
      jsep: this.answer(handle, jsep, this.#codecs(handle)),
    };
  }

  #codecs({ room }: FakeHandle): Codecs {
    const { audiocodec = 'opus', videocodec = 'vp8' } = this.rooms.require(room).settings;
    return { audio: String(audiocodec).split(','), video: String(videocodec).split(',') };
  }
}

export class FakeAudioBridge extends RoomPlugin {
  protected readonly name = 'audiobridge';

  constructor(host: PluginHost, stringIds: boolean, adminKey: string | undefined) {
    super(host, AUDIOBRIDGE, stringIds, adminKey);
    this.requests.set('join', (handle, body, jsep) => {
      this.join(handle, body);
      return this.#answer(handle, this.say('joined', { id: handle.feed, room: handle.room }), jsep);
    });
    this.requests.set('configure', (handle, _body, jsep) =>
      this.#answer(handle, this.say('event', { result: 'ok' }), jsep),
    );
  }

  #answer(handle: FakeHandle, said: PluginAnswer, jsep: Jsep | undefined): PluginAnswer {
    const codecs = { audio: ['opus', 'pcmu', 'pcma'], video: [] };
    return { ...said, later: true, jsep: jsep && this.answer(handle, jsep, codecs) };
  }
}

export class FakeRecordPlay extends RoomPlugin {
  protected readonly name = 'recordplay';
  static readonly #codecs = { audio: ['opus'], video: ['vp8', 'h264'] };

  constructor(host: PluginHost) {
    super(host, VIDEOROOM, false);
    this.requests.set('record', (handle, _body, jsep) => {
      if (!jsep) throw new PluginError(418, 'no offer');
      const result = { status: 'recording', id: 4_242 };
      const said = this.say('event', { result });
      return { ...said, later: true, jsep: this.answer(handle, jsep, FakeRecordPlay.#codecs) };
    });
  }
}
