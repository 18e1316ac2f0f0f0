import { GroupMonitor, type MonitorOptions } from './group-monitor.js';

type Common = Omit<MonitorOptions, 'group' | 'left'>;

interface Watched {
  readonly monitor: GroupMonitor;
  /** What to do when the user leaves, by user name. */
  readonly sessions: Map<string, () => void>;
}

/** One monitor for each group that has a session. */
export class Monitors {
  readonly #common: Common;
  readonly #groups = new Map<string, Watched>();

  constructor(common: Common) {
    this.#common = common;
  }

  /** Calls `left` whenever this user leaves the group, until the returned function is called. */
  watch(group: string, username: string, left: () => void): () => void {
    const watched = this.#groups.get(group) ?? this.#begin(group);
    watched.sessions.set(username, left);
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
    const sessions = new Map<string, () => void>();
    const left = (username: string) => sessions.get(username)?.();
    const monitor = new GroupMonitor({ ...this.#common, group, left });
    const watched = { monitor, sessions };
    this.#groups.set(group, watched);
    return watched;
  }
}
