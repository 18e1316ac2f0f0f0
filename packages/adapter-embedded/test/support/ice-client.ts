import type { IceCandidate, IceCredentials } from '@whipway/core';
import { Candidate, Connection } from 'werift';

/** A client's ICE agent, on werift: controlling, on 127.0.0.1. */
export class IceClient {
  readonly #agent = new Connection(true, {
    useIpv4: false,
    useIpv6: false,
    additionalHostAddresses: ['127.0.0.1'],
  });
  readonly heard: string[] = [];

  constructor() {
    Object.assign(this.#agent, { stunServer: undefined });
    this.#agent.onData.subscribe((data) => this.heard.push(data.toString('latin1')));
  }

  async gather(): Promise<void> {
    await this.#agent.gatherCandidates();
  }

  get local(): IceCredentials {
    return { ufrag: this.#agent.localUsername, pwd: this.#agent.localPassword };
  }

  get port(): number {
    return this.#agent.localCandidates[0]?.port ?? 0;
  }

  /** Resolves when a pair is nominated. */
  async connect(remote: IceCredentials, candidates: readonly IceCandidate[]): Promise<void> {
    const { ufrag, pwd } = remote;
    this.#agent.setRemoteParams({ iceLite: false, usernameFragment: ufrag, password: pwd });
    for (const { text } of candidates)
      await this.#agent.addRemoteCandidate(Candidate.fromSdp(text));
    await this.#agent.connect();
  }

  async send(data: string): Promise<void> {
    await this.#agent.send(Buffer.from(data, 'latin1'));
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}
