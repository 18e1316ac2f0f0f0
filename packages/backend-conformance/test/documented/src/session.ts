import { type BackendSession, type IceFragment, type SessionStats, WhipError } from '@whipway/core';
import { request } from './request.js';

export class AcmeSession implements BackendSession {
  readonly answer: string;
  readonly #url: URL;
  readonly #onClose: () => void;
  #closing: Promise<void> | undefined;

  constructor(answer: string, url: URL, onClose: () => void) {
    this.answer = answer;
    this.#url = url;
    this.#onClose = onClose;
  }

  async addCandidates(): Promise<void> {
    throw new WhipError('trickle-unsupported', 'Send candidates in the offer.');
  }

  async restartIce(): Promise<IceFragment> {
    throw new WhipError('restart-unsupported', 'POST a new offer.');
  }

  async stats(): Promise<SessionStats> {
    return { tracks: [] };
  }

  close(): Promise<void> {
    this.#onClose();
    this.#closing ??= request('DELETE', this.#url.href).then(
      () => {},
      () => {},
    );
    return this.#closing;
  }
}
