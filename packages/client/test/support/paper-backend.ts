import type {
  BackendSession,
  CheckedOffer,
  IceCandidate,
  IceFragment,
  MediaBackend,
} from '@whipway/core';
import { sampleAnswer } from './sample-sdp.js';

/** What reached the backend of one session. */
export interface PaperSession extends BackendSession {
  readonly candidates: IceCandidate[];
  readonly restarts: IceFragment[];
  ended: boolean;
}

/** A backend that answers on paper: good enough to see what a server makes of a client. */
export class PaperBackend implements MediaBackend {
  readonly name = 'paper';
  readonly sessions: PaperSession[] = [];
  readonly capabilities = {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: { no: 'there is no media' },
    liveness: { no: 'there is no media' },
    simulcast: { no: 'there is no media' },
    playback: { no: 'there is no media' },
    stats: { no: 'there is no media' },
  } as const;

  async open(offer: CheckedOffer): Promise<PaperSession> {
    const session = paperSession(sampleAnswer(offer.text));
    this.sessions.push(session);
    return session;
  }

  async health(): Promise<void> {}

  async close(): Promise<void> {}
}

function paperSession(answer: string): PaperSession {
  const candidates: IceCandidate[] = [];
  const restarts: IceFragment[] = [];
  const session: PaperSession = {
    answer,
    candidates,
    restarts,
    ended: false,
    addCandidates: async (fragment) => {
      candidates.push(...fragment.candidates);
    },
    restartIce: async (fragment) => {
      restarts.push(fragment);
      const ufrag = `paper${restarts.length}`;
      return { ...fragment, ufrag, pwd: ufrag.padEnd(24, '+'), candidates: [PAPER_CANDIDATE] };
    },
    stats: async () => ({ tracks: [] }),
    close: async () => {
      session.ended = true;
    },
  };
  return session;
}

const PAPER_CANDIDATE: IceCandidate = {
  text: '1 1 udp 2130706431 192.0.2.9 7000 typ host',
  foundation: '1',
  component: 1,
  transport: 'udp',
  priority: 2130706431,
  address: '192.0.2.9',
  port: 7000,
  type: 'host',
};
