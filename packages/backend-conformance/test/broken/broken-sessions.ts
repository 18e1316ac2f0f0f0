import { type HangUpReason, type IceFragment, NEVER_ABORTED, WhipError } from '@whipway/core';
import type { PromiseOf } from '../../src/promises.js';
import { type Spoil, spoilBackend, spoilReports, spoilSessions } from './spoiling.js';

type Promises = Exclude<PromiseOf<'trickle' | 'restart' | 'media-reports'>, `no-${string}`>;

const DEAF = { signal: NEVER_ABORTED };

/** Backends that break one promise each, while a session runs. */
export const BROKEN_SESSIONS: Readonly<Record<Promises, Spoil>> = {
  'trickle-accepted': refuseFragments(({ candidates }) => candidates.length > 1),
  'trickle-end-of-candidates': refuseFragments(({ candidates }) => candidates.length === 0),
  'trickle-useless-candidate': refuseFragments(({ candidates }) =>
    candidates.some(({ transport }) => transport === 'tcp'),
  ),
  'trickle-abort': spoilSessions((session) => ({
    addCandidates: (fragment) => session.addCandidates(fragment, DEAF),
  })),

  'restart-new-credentials': spoilSessions((session) => {
    let first = true;
    return {
      async restartIce(fragment, call) {
        const answered = await session.restartIce(fragment, call);
        if (!first) return answered;
        first = false;
        const [, pwd = ''] = /a=ice-pwd:(.*)\r/.exec(session.answer) ?? [];
        return { ...answered, pwd };
      },
    };
  }),
  'restart-complete': spoilSessions((session) => ({
    restartIce: async (fragment, call) => ({
      ...(await session.restartIce(fragment, call)),
      candidates: [],
    }),
  })),
  'restart-again': spoilSessions((session) => {
    let first: Promise<IceFragment> | undefined;
    return {
      async restartIce(fragment, call) {
        const answered = await session.restartIce(fragment, call);
        first ??= Promise.resolve(answered);
        return first;
      },
    };
  }),
  'restart-then-trickle': spoilSessions((session) => {
    let known: string | undefined;
    return {
      async restartIce(fragment, call) {
        const answered = await session.restartIce(fragment, call);
        known = fragment.ufrag;
        return answered;
      },
      async addCandidates(fragment, call) {
        if (known === fragment.ufrag) throw new WhipError('fragment-unsupported', 'Who is that?');
        return session.addCandidates(fragment, call);
      },
    };
  }),
  'restart-abort-keeps-session': spoilSessions((session, { reports }) => ({
    async restartIce(fragment, call) {
      if (call.signal.aborted) reports.hungUp('ice-failed');
      return session.restartIce(fragment, call);
    },
  })),
  'restart-failure-keeps-session': spoilSessions((session) => ({
    restartIce: (fragment, call) =>
      session.restartIce(fragment, call).catch(async (error: unknown) => {
        const refused = WhipError.is(error) && error.code === 'backend-refused';
        if (refused) await session.close('backend-closed');
        throw error;
      }),
  })),
  'restart-failure-keeps-media': spoilSessions((session, { reports }) => ({
    restartIce: (fragment, call) =>
      session.restartIce(fragment, call).catch((error: unknown) => {
        reports.mediaDown();
        throw error;
      }),
  })),
  'restart-keeps-media': spoilSessions((session, { reports }) => ({
    async restartIce(fragment, call) {
      const answered = await session.restartIce(fragment, call);
      reports.mediaDown();
      return answered;
    },
  })),

  'silence-before-media': spoilBackend((honest) => ({
    async open(offer, context, call) {
      context.reports.mediaUp();
      let first = true;
      const mediaUp = () => {
        if (!first) context.reports.mediaUp();
        first = false;
      };
      const { mediaDown, hungUp } = bound(context.reports);
      return honest.open(offer, { ...context, reports: { mediaUp, mediaDown, hungUp } }, call);
    },
  })),
  'media-up-on-first-packet': spoilReports((reports) => ({
    mediaUp() {
      reports.mediaUp();
      reports.mediaUp();
    },
  })),
  'media-down-on-silence': (honest, server) => {
    server.silence = 200;
    return honest;
  },
  'media-up-again': spoilReports((reports) => {
    let said = false;
    return {
      mediaUp() {
        if (!said) reports.mediaUp();
        said = true;
      },
    };
  }),
  'vanish-noticed': spoilReports((reports, server) => ({
    mediaDown() {
      if (!server.clientVanished) reports.mediaDown();
    },
  })),
  'peer-close-noticed': spoilReports((reports) => {
    let closed = false;
    return {
      mediaDown() {
        if (!closed) reports.mediaDown();
      },
      hungUp(reason) {
        if (reason === 'peer-closed') closed = true;
        else reports.hungUp(reason);
      },
    };
  }),
  'hang-up-said-once': spoilReports((reports) => ({
    hungUp(reason) {
      reports.hungUp(reason === 'peer-closed' ? ('went-away' as HangUpReason) : reason);
    },
  })),
  'stats-count-media': spoilSessions((session) => ({
    async stats(call) {
      const { tracks } = await session.stats(call);
      return { tracks: tracks.map((track) => ({ ...track, bytes: 0 })) };
    },
  })),
  'stats-before-media': spoilSessions((session) => ({
    async stats(call) {
      const snapshot = await session.stats(call);
      if (snapshot.tracks.some(({ packets }) => packets > 0)) return snapshot;
      throw new WhipError('backend-failed', 'Division by zero.');
    },
  })),
};

function refuseFragments(refused: (fragment: IceFragment) => boolean): Spoil {
  return spoilSessions((session) => ({
    async addCandidates(fragment, call) {
      if (refused(fragment)) throw new WhipError('fragment-unsupported', 'Not like that.');
      return session.addCandidates(fragment, call);
    },
  }));
}

function bound(reports: { mediaDown(): void; hungUp(reason: HangUpReason): void }) {
  return {
    mediaDown: () => reports.mediaDown(),
    hungUp: (reason: HangUpReason) => reports.hungUp(reason),
  };
}
