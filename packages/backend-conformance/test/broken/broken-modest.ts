import { WhipError } from '@whipway/core';
import type { Need, PromiseId } from '../../src/promises.js';
import { modestSubject } from '../reference/modest-subject.js';
import type { REFERENCE_CAPABILITIES } from '../reference/reference-backend.js';
import { type ReferenceSubject, referenceSubject } from '../reference/reference-subject.js';
import { override, type Spoil, spoilBackend, spoilReports, spoilSessions } from './spoiling.js';

type Promises = Extract<PromiseId, `no-${string}`>;

/** Backends that declare something missing and do not behave so, one for each declaration. */
export const BROKEN_MODEST: Readonly<Record<Promises, () => ReferenceSubject>> = {
  'no-stall-answers-promptly': modest(
    'stall',
    spoilBackend((honest, server) => ({
      async open(offer, context, call) {
        const session = await honest.open(offer, context, call);
        await new Promise<void>((resolve) => server.clock.after(3_000, resolve));
        return session;
      },
    })),
  ),
  'no-simulcast-is-told': boasting('simulcast'),
  'no-trickle-is-refused': modest(
    'trickle',
    spoilSessions(() => ({ async addCandidates() {} })),
  ),
  'no-restart-is-refused': modest(
    'restart',
    spoilSessions(() => ({
      async restartIce() {
        throw new WhipError('internal', 'Not implemented.');
      },
    })),
  ),
  'no-refusal-never-fails': modest(
    'restartRefusal',
    spoilSessions((session) => {
      let rounds = 0;
      return {
        async restartIce(fragment, call) {
          rounds += 1;
          if (rounds > 3) throw new WhipError('backend-failed', 'Out of ports.');
          return session.restartIce(fragment, call);
        },
      };
    }),
  ),
  'no-media-reports-is-silence': boasting('mediaReports'),
  'no-liveness-is-silence': modest(
    'liveness',
    spoilSessions((session, { reports }, server) => {
      let closed = false;
      const look = () => {
        if (closed) return;
        if (server.clientVanished) reports.hungUp('ice-failed');
        else server.clock.after(100, look);
      };
      look();
      return {
        async close(reason) {
          closed = true;
          await session.close(reason);
        },
      };
    }),
  ),
  'no-stats-is-empty': boasting('stats'),
  'no-far-side-no-claims': () => {
    const subject = modestSubject('farSide');
    const capabilities = { ...subject.capabilities, stats: 'yes' as const };
    const create = async (host: Parameters<typeof subject.create>[0]) => {
      const rig = await subject.create(host);
      return { ...rig, backend: override(rig.backend, { capabilities }) };
    };
    return { ...subject, capabilities, create };
  },
  'no-farewell-still-deaf': modest('farewell', (honest, server) => {
    return spoilReports((reports) => {
      server.onStrayPacket = () => reports.mediaUp();
      return {};
    })(honest, server);
  }),
  'no-outage-stays-healthy': modest(
    'outage',
    spoilBackend((honest) => {
      let opened = 0;
      return {
        open(...request) {
          opened += 1;
          return honest.open(...request);
        },
        async health(call) {
          if (opened > 0) throw new WhipError('backend-unavailable', 'Tired.');
          return honest.health(call);
        },
      };
    }),
  ),
  'no-playback-is-absent': boasting('playback'),
};

function modest(missing: Need, spoil: Spoil): () => ReferenceSubject {
  return () => modestSubject(missing, spoil);
}

/** Declares an ability missing that is there all the same. */
function boasting(ability: Exclude<keyof typeof REFERENCE_CAPABILITIES, 'codecs'>) {
  return (): ReferenceSubject => {
    const { capabilities } = modestSubject(ability);
    return { ...referenceSubject((honest) => override(honest, { capabilities })), capabilities };
  };
}
