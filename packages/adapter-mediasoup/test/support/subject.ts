import type { BackendSubject, BackendUnderTest } from '@whipway/backend-conformance';
import { mediasoup } from '../../src/index.js';
import { WeriftPlayer, WeriftPublisher } from './werift-peer.js';
import { WorkerProcesses } from './worker-processes.js';

export interface MediasoupRig extends BackendUnderTest {
  readonly processes: WorkerProcesses;
}

/** The backend on a real worker, with werift peers as its clients. */
export function mediasoupSubject(program: string): BackendSubject<MediasoupRig> {
  return {
    name: 'mediasoup (live)',
    capabilities: {
      trickle: 'yes',
      restart: 'yes',
      mediaReports: 'yes',
      liveness: 'yes',
      simulcast: 'yes',
      playback: 'yes',
      stats: 'yes',
      codecs: {
        audio: ['opus', 'pcmu', 'pcma', 'g722'],
        video: ['h264', 'vp8', 'vp9', 'av1'],
      },
    },
    async create({ clock, logger }) {
      const processes = new WorkerProcesses(program);
      const settings = mediasoup.settings.backend.parse({
        workers: 1,
        workerBin: processes.path,
      });
      const media = { addresses: ['127.0.0.1'], stun: [] };
      const backend = mediasoup.create(settings, { clock, logger, media });
      // Ready to open sessions: the worker is up.
      await backend.health({ signal: new AbortController().signal });
      return {
        backend,
        processes,
        heldSessions: () => processes.sessionTransports(),
        async dispose() {
          await backend.close();
          processes.dispose();
        },
      };
    },
    farSide: {
      publisher: () => WeriftPublisher.make(),
      player: () => WeriftPlayer.make(),
      farewell: 'yes',
    },
    faults: {
      outage: {
        begin: ({ processes }) => processes.takeAway(),
        end: ({ processes }) => processes.putBack(),
      },
      stall: {
        begin: ({ processes }) => processes.signal('SIGSTOP'),
        end: ({ processes }) => processes.signal('SIGCONT'),
      },
      restartRefusal: { no: 'a worker that lives never refuses to restart ICE' },
    },
  };
}
