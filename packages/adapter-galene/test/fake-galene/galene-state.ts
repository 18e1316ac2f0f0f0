import { randomBytes } from 'node:crypto';
import type { Credentials } from './galene-answer.js';

export interface FakeReply {
  /** `cut`: the connection ends without a reply, as when the server panics. */
  readonly status: number | 'cut';
  readonly headers?: Readonly<Record<string, string>>;
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
}

export interface FakeToken {
  readonly group: string;
  readonly username: string;
  readonly permissions: readonly string[];
  readonly expires: number | undefined;
}

export interface FakeSession {
  readonly id: string;
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

/** What a Galene knows. Groups and tokens outlive it, sessions do not. */
export class GaleneState {
  readonly groups = new Map<string, FakeGroup>();
  readonly tokens = new Map<string, FakeToken>();
  readonly sessions = new Map<string, FakeSession>();
  /** Before 1.0: no ETag, no restart. */
  old = false;
  canonicalHost: string | undefined;
  writableGroups = true;
  refusesRestarts = false;
  /** Told when a session begins. */
  joined: (session: FakeSession) => void = () => {};
  /** Told when a session is over. */
  left: (session: FakeSession) => void = () => {};

  begin(session: FakeSession): void {
    this.sessions.set(session.id, session);
    this.joined(session);
  }

  end(id: string): void {
    const session = this.sessions.get(id);
    this.sessions.delete(id);
    if (session) this.left(session);
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
