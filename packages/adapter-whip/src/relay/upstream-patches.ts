import { type IceFragment, type MediaReports, WhipError } from '@whipway/core';
import { type HttpReply, succeeded } from '../http/http-message.js';
import { readRestartAnswer } from '../sdp/restart-answer.js';
import type { UpstreamSession } from './open-upstream.js';
import type { QuirkNotes } from './quirk-notes.js';
import type { RelayRules } from './relay-rules.js';
import type { UpstreamLink } from './upstream-link.js';

export interface UpstreamPatchesOptions {
  readonly upstream: UpstreamSession;
  readonly link: UpstreamLink;
  readonly rules: RelayRules;
  readonly quirks: QuirkNotes;
  readonly reports: MediaReports;
  readonly bundleTag: string;
  /** Of the client’s offer. */
  readonly ufrag: string;
  /** What a reply means that is neither success nor “no PATCH here”. */
  refused(reply: HttpReply): WhipError;
  /** The server restarted ICE though nobody had asked: the client can never reach it again. */
  astray(): void;
}

/** A first PATCH answered so: the server takes no fragments (C-21, R-32). */
const NO_PATCH: readonly number[] = [405, 415, 422, 501];
/** The fragment alone is not liked, whatever it is. */
const BAD_FRAGMENT = 400;

/** The ICE generation that the server is in. */
interface Generation {
  /** The client’s. */
  readonly ufrag: string;
  readonly pwd?: string;
  /** The server’s answer to the restart that began it. */
  readonly answer?: IceFragment;
}

/** The fragments of one session, and the generation they belong to. One call at a time. */
export class UpstreamPatches {
  readonly #options: UpstreamPatchesOptions;
  #etag: string | undefined;
  #generation: Generation;
  #takesTrickle: boolean;
  #hasTaken = false;
  #droppedCandidates = 0;

  constructor(options: UpstreamPatchesOptions) {
    const { upstream, ufrag } = options;
    this.#options = options;
    this.#etag = upstream.etag;
    this.#generation = { ufrag };
    this.#takesTrickle = upstream.url !== undefined;
  }

  /** How many candidates went nowhere because the server takes none. */
  get droppedCandidates(): number {
    return this.#droppedCandidates;
  }

  /** @throws WhipError */
  async trickle(fragment: IceFragment): Promise<void> {
    const { upstream, quirks } = this.#options;
    if (!upstream.url || !this.#takesTrickle) return this.#drop(fragment);
    this.#requireGeneration(fragment);
    const reply = await this.#sendTrickle(upstream.url, fragment);
    if (succeeded(reply)) return this.#trickled(reply);
    if (reply.status === BAD_FRAGMENT) return this.#drop(fragment);
    if (this.#hasTaken || !NO_PATCH.includes(reply.status)) throw this.#options.refused(reply);
    quirks.note('trickle-refused');
    this.#takesTrickle = false;
    this.#drop(fragment);
  }

  /**
   * A restart whose answer came too late for the client is not made twice: the client that asks
   * again, with the same credentials, gets that answer.
   *
   * @throws WhipError
   */
  async restart(fragment: IceFragment): Promise<IceFragment> {
    const { url } = this.#options.upstream;
    if (!url || this.#etag === undefined) throw this.#cannotRestart();
    const { ufrag, pwd, answer } = this.#generation;
    if (answer && ufrag === fragment.ufrag && pwd === fragment.pwd) {
      if (fragment.candidates.length > 0) await this.trickle(fragment);
      return answer;
    }
    return this.#restarted(fragment, await this.#sendRestart(url, fragment));
  }

  /** Sent with the server’s new ETag, fragments of another generation would be taken for a restart. */
  #requireGeneration({ ufrag }: IceFragment): void {
    if (ufrag === this.#generation.ufrag) return;
    const { serverName } = this.#options.rules;
    throw new WhipError('backend-failed', `${serverName} is in another ICE generation.`);
  }

  async #sendTrickle(url: URL, fragment: IceFragment): Promise<HttpReply> {
    const { link, rules, quirks } = this.#options;
    if (this.#etag === undefined) return link.patch(url, fragment, {});
    const ifMatch = { 'If-Match': this.#etag };
    const reply = await link.patch(url, fragment, ifMatch);
    if (reply.status !== 412 || rules.strictEtags) return reply;
    quirks.note('etag-as-request');
    return link.patch(url, fragment, { ...ifMatch, ETag: this.#etag });
  }

  /** Web frameworks add ETags of their own to any reply: only new credentials prove a restart. */
  #trickled(reply: HttpReply): void {
    const { upstream, rules, bundleTag, astray } = this.#options;
    this.#hasTaken = true;
    const local = readRestartAnswer(reply.body, bundleTag);
    const known = this.#generation.answer ?? readRestartAnswer(upstream.answer, bundleTag);
    const etag = reply.header('etag') ?? this.#etag;
    const isOther = local !== undefined && local.ufrag !== known?.ufrag;
    if (!isOther && !(rules.strictEtags && etag !== this.#etag)) return;
    astray();
    throw new WhipError(
      'session-ended',
      `${rules.serverName} took a candidate for an ICE restart.`,
    );
  }

  /** S-11: without trickled candidates the client is found by its own checks. S-85 otherwise. */
  #drop({ candidates }: IceFragment): void {
    const { rules, upstream } = this.#options;
    if (rules.onNoTrickle === 'accept') {
      this.#count(candidates.length);
      return;
    }
    if (!upstream.url || this.#etag === undefined)
      throw new WhipError('method-not-allowed', `${rules.serverName} takes no ICE fragments.`);
    throw new WhipError('trickle-unsupported', `${rules.serverName} takes no trickled candidates.`);
  }

  #count(dropped: number): void {
    if (dropped === 0) return;
    this.#droppedCandidates += dropped;
    const { reports, rules } = this.#options;
    const lost = `${this.#droppedCandidates} of the client’s candidates`;
    reports.note?.('candidates-dropped', `${rules.serverName} did not take ${lost}.`);
  }

  async #sendRestart(url: URL, fragment: IceFragment): Promise<HttpReply> {
    const { link, rules, quirks } = this.#options;
    const reply = await link.patch(url, fragment, { 'If-Match': '*' });
    if (reply.status !== 412 || rules.strictEtags) return reply;
    quirks.note('quoted-star');
    return link.patch(url, fragment, { 'If-Match': '"*"' });
  }

  #restarted({ ufrag, pwd }: IceFragment, reply: HttpReply): IceFragment {
    const { rules, quirks, bundleTag } = this.#options;
    if (NO_PATCH.includes(reply.status) || reply.status === BAD_FRAGMENT)
      throw this.#cannotRestart();
    if (!succeeded(reply)) throw this.#options.refused(reply);
    if (reply.body === '') {
      quirks.note('restart-ignored');
      throw this.#cannotRestart();
    }
    const etag = reply.header('etag');
    if (etag === undefined) quirks.note('restart-without-etag');
    else this.#etag = etag;
    const answer = readRestartAnswer(reply.body, bundleTag);
    this.#generation = { ufrag, pwd, ...(answer && { answer }) };
    this.#hasTaken = true;
    if (answer) return answer;
    throw new WhipError('backend-failed', `${rules.serverName}’s restart cannot be read.`);
  }

  #cannotRestart(): WhipError {
    const { serverName } = this.#options.rules;
    return new WhipError('restart-unsupported', `${serverName} cannot restart ICE.`);
  }
}
