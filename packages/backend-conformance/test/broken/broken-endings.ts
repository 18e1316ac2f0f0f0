import { NEVER_ABORTED, WhipError } from '@whipway/core';
import type { PromiseOf } from '../../src/promises.js';
import {
  type Spoil,
  spoilBackend,
  spoilPlayback,
  spoilReports,
  spoilSessions,
  spoilViewers,
} from './spoiling.js';

type Promises = Exclude<PromiseOf<'release' | 'outage' | 'playback'>, `no-${string}`>;

const DEAF = { signal: NEVER_ABORTED };

/** Backends that break one promise each, at the end of things, and for those who watch. */
export const BROKEN_ENDINGS: Readonly<Record<Promises, Spoil>> = {
  'late-open-is-releasable': spoilSessions((session, _context, server) => ({
    async close(reason) {
      if (reason === 'client-gone') server.leak();
      await session.close(reason);
    },
  })),
  'close-releases': spoilSessions((session, _context, server) => ({
    async close(reason) {
      if ([...server.sessions.values()].some(({ connected }) => connected)) server.leak();
      await session.close(reason);
    },
  })),
  'close-idempotent': spoilSessions((session) => {
    let closed = false;
    return {
      async close(reason) {
        if (closed) throw new WhipError('session-ended', 'That handle is gone.');
        closed = true;
        await session.close(reason);
      },
    };
  }),
  'close-never-rejects': spoilSessions((session) => ({
    async close(reason) {
      await session.close(reason);
      if (reason === 'lifetime-reached') throw new WhipError('backend-failed', 'Not now.');
    },
  })),
  'close-tells-peer': (honest, server) => {
    server.saysGoodbye = false;
    return honest;
  },
  'nothing-after-close': spoilSessions((session, { reports }, server) => ({
    async close(reason) {
      await session.close(reason);
      server.clock.after(100, () => reports.mediaDown());
    },
  })),
  'calls-settle-when-closed': spoilSessions((session) => {
    let closed = false;
    return {
      async restartIce(fragment, call) {
        const answered = await session.restartIce(fragment, call);
        return closed ? new Promise(() => {}) : answered;
      },
      async close(reason) {
        closed = true;
        await session.close(reason);
      },
    };
  }),
  'backend-close-releases': spoilBackend(() => ({ async close() {} })),
  'backend-close-idempotent': spoilBackend((honest) => {
    let closed = false;
    return {
      async close() {
        if (closed) throw new Error('not open');
        closed = true;
        await honest.close();
      },
    };
  }),

  'health-rejects-when-down': spoilBackend((honest) => ({
    health: (call) =>
      honest.health(call).catch((error: unknown) => {
        if (call.signal.aborted) throw error;
      }),
  })),
  'open-rejects-when-down': spoilBackend((honest, server) => ({
    async open(offer, context, call) {
      if (server.away) throw new Error('connect ECONNREFUSED');
      return honest.open(offer, context, call);
    },
  })),
  'outage-fails-pending-open': spoilBackend((honest, server) => ({
    async open(offer, context, call) {
      if (server.away) return honest.open(offer, context, call);
      return honest.open(offer, context, call).catch((error: unknown) => {
        if (server.away) return new Promise(() => {});
        throw error;
      });
    },
  })),
  'outage-ends-sessions': spoilReports((reports) => ({
    hungUp(reason) {
      reports.hungUp(reason === 'backend-lost' ? 'ice-failed' : reason);
    },
  })),
  'close-when-down': spoilSessions((session, _context, server) => ({
    async close(reason) {
      if (server.away) throw new WhipError('backend-unavailable', 'Nobody there.');
      await session.close(reason);
    },
  })),
  'outage-heals': spoilBackend((honest) => {
    let wasAway = false;
    return {
      async open(offer, context, call) {
        if (wasAway) throw new WhipError('backend-unavailable', 'The connection is gone.');
        const { reports } = context;
        const noticing = {
          mediaUp: () => reports.mediaUp(),
          mediaDown: () => reports.mediaDown(),
          hungUp(...hangUp: Parameters<typeof reports.hungUp>) {
            if (hangUp[0] === 'backend-lost') wasAway = true;
            reports.hungUp(...hangUp);
          },
        };
        return honest.open(offer, { ...context, reports: noticing }, call);
      },
    };
  }),

  'playback-answer': spoilViewers(({ answer }) => ({
    answer: answer.replace(/a=candidate:.*\r\n/g, ''),
  })),
  'playback-abort': spoilPlayback(
    (honest) => (offer, publication, context) => honest.open(offer, publication, context, DEAF),
  ),
  'playback-media-flows': spoilPlayback((honest, server) => {
    let first = true;
    return async (...request) => {
      const viewer = await honest.open(...request);
      if (first) for (const session of server.sessions.values()) session.viewers.clear();
      first = false;
      return viewer;
    };
  }),
  'playback-viewers-independent': spoilViewers((viewer, _publication, server) => ({
    async close(reason) {
      for (const session of server.sessions.values()) session.viewers.clear();
      await viewer.close(reason);
    },
  })),
  'playback-close-keeps-publisher': spoilViewers((viewer, publication, server) => ({
    async close(reason) {
      await viewer.close(reason);
      if (server.sessions.size === 1) await publication.session.close('publication-ended');
    },
  })),
  'playback-close-releases': spoilViewers((viewer, _publication, server) => ({
    async close(reason) {
      server.leak();
      await viewer.close(reason);
    },
  })),
  'playback-of-ended': spoilPlayback(
    (honest) =>
      (...request) =>
        honest.open(...request).catch((error: unknown) => {
          const ended = WhipError.is(error) && error.code === 'nothing-published';
          throw ended ? new TypeError('cannot read properties of undefined') : error;
        }),
  ),
};
