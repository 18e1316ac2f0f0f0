import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { FakeTime } from './fake-time.js';
import type { Credentials } from './galene-answer.js';
import type { FakeIceServer } from './galene-ice-servers.js';

export interface FakeReply {
  /** `cut`: the connection ends without a reply, as when the server panics. */
  readonly status: number | 'cut';
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FakeGroup {
  description: Record<string, unknown>;
  etag?: string;
  /** Permissions of everybody; undefined: nobody comes in without a token. */
  everybody: string | undefined;
  locked: boolean;
  /** Those of a wildcard user whose password is still to come. */
  visitors?: string;
  users?: Map<string, FakeUser>;
  keys?: readonly JWK[];
}

export interface FakeUser {
  readonly permissions: string;
  /** Any password will do, also none. */
  isOpen: boolean;
}

export interface FakeToken {
  readonly group: string;
  readonly username: string | undefined;
  readonly permissions: readonly string[];
  readonly expires: number | undefined;
}

export interface FakeSession {
  /** Of the client, in statistics and messages. */
  readonly id: string;
  /** The end of its URL, from which nobody learns the id. */
  readonly place: string;
  readonly group: string;
  readonly username: string;
  readonly token: string;
  etag: string;
  local: Credentials;
  remote: string;
  /** A fragment with half of the credentials came: no restart ever works again. */
  broken: boolean;
  readonly fragments: string[];
}

/** Milliseconds in which a client has to connect. */
const CONNECT_LIMIT = 30_000;

/** What a Galene knows. Groups and tokens outlive it, sessions do not. */
export class GaleneState {
  readonly time = new FakeTime();
  readonly groups = new Map<string, FakeGroup>();
  readonly tokens = new Map<string, FakeToken>();
  readonly sessions = new Map<string, FakeSession>();
  readonly #givingUp = new Map<string, () => void>();
  /** Before 1.0: no ETag, no restart. */
  old = false;
  canonicalHost: string | undefined;
  writableGroups = true;
  iceServers: readonly FakeIceServer[] = [];
  refusesRestarts = false;
  /** Told when a session begins. */
  joined: (session: FakeSession) => void = () => {};
  /** Told when a session is over. */
  left: (session: FakeSession) => void = () => {};

  begin(session: FakeSession): void {
    this.sessions.set(session.id, session);
    const giveUp = () => this.end(session.id);
    this.#givingUp.set(session.id, this.time.after(CONNECT_LIMIT, giveUp));
    this.joined(session);
  }

  /** Its client has connected: it is not given up any more. */
  connected(id: string): void {
    this.#givingUp.get(id)?.();
    this.#givingUp.delete(id);
  }

  end(id: string): void {
    const session = this.sessions.get(id);
    this.connected(id);
    this.sessions.delete(id);
    if (session) this.left(session);
  }

  /** All sessions are gone, and nobody is told. */
  forgetSessions(): void {
    for (const id of this.sessions.keys()) this.connected(id);
    this.sessions.clear();
  }

  at(place: string): FakeSession | undefined {
    return [...this.sessions.values()].find((session) => session.place === place);
  }

  clientsOf(group: string): readonly FakeSession[] {
    return [...this.sessions.values()].filter((session) => session.group === group);
  }
}

/** 16 bytes in base64url, as Galene’s ids. */
export function freshId(): string {
  return randomBytes(16).toString('base64url');
}

export function header({ headers }: FakeRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** The two words “Bearer TOKEN”; anything else is no token. */
export function bearerOf(request: FakeRequest): string {
  const words = header(request, 'authorization').split(' ');
  return words.length === 2 && words[0]?.toLowerCase() === 'bearer' ? (words[1] ?? '') : '';
}
