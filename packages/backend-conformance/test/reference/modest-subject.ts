import {
  type BackendCapabilities,
  type HangUpReason,
  type MediaBackend,
  WhipError,
} from '@whipway/core';
import type { Need } from '../../src/promises.js';
import {
  override,
  type Spoil,
  spoilBackend,
  spoilReports,
  spoilSessions,
} from '../broken/spoiling.js';
import type { MediaServer } from './media-server.js';
import { REFERENCE_CAPABILITIES } from './reference-backend.js';
import { type ReferenceSubject, referenceSubject } from './reference-subject.js';

type Ability = Exclude<keyof BackendCapabilities, 'codecs'>;

export const MISSING = { no: 'this one is modest' } as const;

/** How an honest backend behaves that lacks one ability. */
const WITHOUT: Readonly<Record<Ability, Spoil>> = {
  trickle: spoilSessions(() => ({
    async addCandidates() {
      throw new WhipError('trickle-unsupported', 'Send candidates in the offer.');
    },
  })),
  restart: spoilSessions(() => ({
    async restartIce() {
      throw new WhipError('restart-unsupported', 'POST again.');
    },
  })),
  mediaReports: spoilReports((reports) => {
    let said = false;
    const hungUp = (reason: HangUpReason) => {
      if (!said) reports.hungUp(reason);
      said = true;
    };
    return { mediaUp() {}, mediaDown: () => hungUp('ice-failed'), hungUp };
  }),
  liveness: spoilReports((reports) => ({
    mediaUp() {},
    mediaDown() {},
    hungUp(reason) {
      if (reason === 'backend-lost') reports.hungUp(reason);
    },
  })),
  simulcast: spoilSessions(({ answer }) => ({
    answer: answer.replace(/a=(rid|simulcast):.*\r\n/g, ''),
  })),
  playback: spoilBackend(() => ({ playback: undefined })),
  stats: spoilSessions(() => ({ stats: async () => ({ tracks: [] }) })),
};

/** What cannot be claimed either when something is missing. */
const IMPLIED: Readonly<Partial<Record<Need, readonly Need[]>>> = {
  liveness: ['mediaReports'],
  farSide: ['mediaReports', 'liveness', 'stats', 'playback'],
};

/** The reference subject without one part, declared so, and honest about it unless spoilt. */
export function modestSubject(missing: Need, spoil: Spoil = (honest) => honest): ReferenceSubject {
  const lacks = new Set<Need>([missing, ...(IMPLIED[missing] ?? [])]);
  const abilities = (Object.keys(WITHOUT) as Ability[]).filter((ability) => lacks.has(ability));
  const capabilities = {
    ...REFERENCE_CAPABILITIES,
    ...Object.fromEntries(abilities.map((ability) => [ability, MISSING])),
  };
  const modest = (honest: MediaBackend, server: MediaServer) => {
    const humble = abilities.reduce(
      (backend, ability) => WITHOUT[ability](backend, server),
      honest,
    );
    return override(spoil(humble, server), { capabilities });
  };
  const { farSide, faults, ...subject } = referenceSubject(modest);
  const withFarewell = { ...farSide, ...(lacks.has('farewell') && { farewell: MISSING }) };
  return {
    ...subject,
    capabilities,
    farSide: lacks.has('farSide') ? MISSING : withFarewell,
    faults: {
      outage: lacks.has('outage') ? MISSING : faults.outage,
      stall: lacks.has('stall') ? MISSING : faults.stall,
      restartRefusal: lacks.has('restartRefusal') ? MISSING : faults.restartRefusal,
    },
  };
}
