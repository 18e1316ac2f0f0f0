import { JOIN_NAME, type MonitorMessage } from './monitor-messages.js';

interface Member {
  readonly username: string;
  readonly isOperator: boolean;
}

/** Who is in a group, as Galene tells its members: everybody after the join, then each change. */
export class GroupMembers {
  readonly #members = new Map<string, Member>();

  /** A `user` message. @returns the user who left, if that is what it says */
  hear({ kind, id = '', username = '', permissions = [] }: MonitorMessage): string | undefined {
    if (kind !== 'delete') {
      this.#members.set(id, { username, isOperator: permissions.includes('op') });
      return undefined;
    }
    const name = this.#members.get(id)?.username ?? username;
    this.#members.delete(id);
    return name;
  }

  has(username: string): boolean {
    return [...this.#members.values()].some((member) => member.username === username);
  }

  /** Without monitors. */
  get count(): number {
    return this.#others().length;
  }

  /** Those who can send others away, monitors not counted. */
  get operators(): number {
    return this.#others().filter(({ isOperator }) => isOperator).length;
  }

  clear(): void {
    this.#members.clear();
  }

  #others(): readonly Member[] {
    return [...this.#members.values()].filter(({ username }) => username !== JOIN_NAME);
  }
}
