import { answerFor, type Codecs, freshCredentials, readOffer } from './fake-answer.js';
import type { FakeHandle } from './fake-handle.js';
import { type Body, type FakeRequest, type PluginAnswer, PluginError } from './fake-message.js';
import { type FakeRoom, FakeRooms, type RoomErrors } from './fake-rooms.js';

/** What a plugin needs of the server. */
export interface PluginHost {
  readonly fullTrickle: boolean;
  /** Handles of this plugin in a room. */
  inRoom(plugin: string, room: number | string): readonly FakeHandle[];
}

export type Jsep = NonNullable<FakeRequest['jsep']>;

export interface FakePlugin {
  message(handle: FakeHandle, body: Body, jsep: Jsep | undefined): PluginAnswer;
}

type Answer = (handle: FakeHandle, body: Body, jsep: Jsep | undefined) => PluginAnswer;

/** What VideoRoom and AudioBridge have in common. */
export abstract class RoomPlugin implements FakePlugin {
  readonly rooms: FakeRooms;
  protected readonly host: PluginHost;
  protected abstract readonly name: string;
  #feeds = 1_000;

  constructor(host: PluginHost, errors: RoomErrors, stringIds: boolean, adminKey?: string) {
    this.host = host;
    this.rooms = new FakeRooms(errors, stringIds, adminKey);
  }

  message(handle: FakeHandle, body: Body, jsep: Jsep | undefined): PluginAnswer {
    const answer = this.requests.get(body.request ?? '');
    if (!answer) throw new PluginError(423, `Unknown request '${body.request}'`);
    return answer(handle, body, jsep);
  }

  /** What it answers, by the request's name. */
  protected readonly requests = new Map<string, Answer>([
    ['create', (_handle, body) => this.say('created', { room: this.rooms.create(body).id })],
    ['destroy', (_handle, body) => this.#destroy(body)],
    ['list', () => this.say('success', { list: [...this.rooms.rooms.values()].flatMap(listed) })],
    ['listparticipants', (_handle, body) => this.#participants(body)],
    ['kick', (_handle, body) => this.#kick(body)],
  ]);

  protected join(handle: FakeHandle, body: Body): void {
    const { id } = this.rooms.enter(body);
    this.#feeds += 1;
    handle.room = id;
    handle.feed = (body.id as number | string | undefined) ?? this.#feeds;
  }

  protected say(word: string, data: Body = {}): PluginAnswer {
    return { data: { [this.name]: word, ...data } };
  }

  protected answer(handle: FakeHandle, jsep: Jsep, codecs: Codecs): PluginAnswer['jsep'] {
    const { iceUfrag } = readOffer(jsep.sdp).media[0] ?? {};
    const before = handle.offer ? readOffer(handle.offer).media[0]?.iceUfrag : iceUfrag;
    // New credentials of the client: an ICE restart.
    if (before !== iceUfrag) handle.local = freshCredentials();
    handle.offer = jsep.sdp;
    const { fullTrickle } = this.host;
    return { type: 'answer', sdp: answerFor(jsep.sdp, codecs, handle.local, !fullTrickle) };
  }

  #participants({ room }: Body): PluginAnswer {
    const { id } = this.rooms.require(room);
    const participants = this.host
      .inRoom(this.name, id)
      .map(({ feed, up }) => ({ id: feed, publisher: up, setup: up }));
    return this.say('participants', { room: id, participants });
  }

  #destroy(body: Body): PluginAnswer {
    const { id } = this.rooms.destroy(body);
    for (const handle of this.host.inRoom(this.name, id)) {
      handle.pluginEvent({ [this.name]: 'destroyed', room: id });
      handle.hangUp('Close PC');
    }
    return this.say('destroyed', { room: id });
  }

  #kick({ room, id, secret }: Body): PluginAnswer {
    const found = this.rooms.require(room);
    this.rooms.requireSecret(found, secret);
    const kicked = this.host.inRoom(this.name, found.id).find(({ feed }) => feed === id);
    kicked?.pluginEvent({ [this.name]: 'event', room, leaving: 'ok', reason: 'kicked' });
    kicked?.hangUp('Close PC');
    return this.say('success');
  }
}

function listed({ id, settings }: FakeRoom): readonly Body[] {
  if (settings.is_private === true) return [];
  const { audiocodec, videocodec, description } = settings;
  return [{ room: id, description, audiocodec, videocodec }];
}
