import type { GroupMembers } from './group-members.js';
import { GroupMonitor, type MonitorOptions } from './group-monitor.js';

type Common = Omit<MonitorOptions, 'group' | 'left' | 'listed' | 'emptied' | 'away'>;

/** What a session hears of its group. */
export interface GroupNews {
  /** Its user is not in the group any more, as far as can be told; or nothing can be told. */
  left(detail?: string): void;
  /** Galene sent everybody away. */
  kicked(reason: string): void;
}

interface Watched {
  readonly monitor: GroupMonitor;
  /** By user name. */
  readonly sessions: Map<string, GroupNews>;
}

/** One monitor for each group that has a session. */
export class Monitors {
  readonly #common: Common;
  readonly #groups = new Map<string, Watched>();

  constructor(common: Common) {
    this.#common = common;
  }

  /** Tells whenever this user leaves the group, until the returned function is called. */
  watch(group: string, username: string, news: GroupNews): () => void {
    const watched = this.#groups.get(group) ?? this.#begin(group);
    watched.sessions.set(username, news);
    return () => {
      watched.sessions.delete(username);
      if (watched.sessions.size > 0) return;
      watched.monitor.close();
      this.#groups.delete(group);
    };
  }

  close(): void {
    for (const { monitor } of this.#groups.values()) monitor.close();
    this.#groups.clear();
  }

  #begin(group: string): Watched {
    const sessions = new Map<string, GroupNews>();
    const monitor = new GroupMonitor({
      ...this.#common,
      group,
      left: (username, members) => sessions.get(username)?.left(reasonOf(members)),
      listed: (members) => {
        for (const [username, news] of sessions)
          if (!members.has(username)) news.left('it left the group unheard');
      },
      away: () => {
        for (const news of [...sessions.values()]) news.left();
      },
      emptied: (reason) => {
        for (const news of [...sessions.values()]) news.kicked(reason);
      },
    });
    const watched = { monitor, sessions };
    this.#groups.set(group, watched);
    return watched;
  }
}

/** Galene tells the others the same, whether a client left or an operator sent it away. */
function reasonOf({ operators }: GroupMembers): string {
  if (operators === 0) return 'it left the group';
  const who = operators === 1 ? 'the operator' : `one of ${operators} operators`;
  return `it left the group, or ${who} there sent it away`;
}
