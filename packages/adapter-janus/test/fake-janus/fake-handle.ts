import { type Credentials, freshCredentials } from './fake-answer.js';
import type { Body } from './fake-message.js';

/** One handle of the fake: what the plugin knows of it, and the levers of its PeerConnection. */
export class FakeHandle {
  readonly id: number;
  readonly plugin: string;
  readonly opaqueId: string | undefined;
  /** The offer in force. */
  offer = '';
  local: Credentials = freshCredentials();
  room: number | string | undefined;
  feed: number | string | undefined;
  /** webrtcup came. */
  up = false;
  readonly trickled: unknown[] = [];
  readonly #send: (event: Body) => void;

  constructor(
    id: number,
    plugin: string,
    opaqueId: string | undefined,
    send: (event: Body) => void,
  ) {
    this.id = id;
    this.plugin = plugin;
    this.opaqueId = opaqueId;
    this.#send = send;
  }

  /** Something Janus says by itself. */
  event(janus: string, fields: Body = {}): void {
    this.#send({ janus, sender: this.id, ...fields });
  }

  /** Something the plugin says by itself. */
  pluginEvent(data: Body): void {
    this.event('event', { plugindata: { plugin: `janus.plugin.${this.plugin}`, data } });
  }

  webrtcUp(): void {
    this.up = true;
    this.event('webrtcup');
  }

  media(mid: string, receiving: boolean, substream?: number): void {
    const type = mid === '0' ? 'audio' : 'video';
    const layer = substream === undefined ? {} : { substream };
    this.event('media', { mid, type, receiving, ...layer, ...(receiving ? {} : { seconds: 1 }) });
  }

  /** The PeerConnection ends; the handle and the participant stay. */
  hangUp(reason: string): void {
    this.up = false;
    this.event('hangup', { reason });
  }
}
