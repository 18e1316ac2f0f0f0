import type { BackendSubject, BackendUnderTest } from '@whipway/backend-conformance';
import { EmbeddedBackend } from '../src/index.js';
import { WERIFT_FAR_SIDE } from './far-side.js';
import { PortChoice } from './far-side-ports.js';
import { asFarSide, BackendSockets } from './far-side-sockets.js';

export interface EmbeddedRig extends BackendUnderTest {
  readonly udpPorts: PortChoice;
}

/** The embedded backend on 127.0.0.1, with werift peers as its clients. */
export const EMBEDDED: BackendSubject<EmbeddedRig> = {
  name: 'embedded (live)',
  capabilities: {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: 'yes',
    liveness: 'yes',
    simulcast: 'yes',
    playback: 'yes',
    stats: 'yes',
    codecs: { audio: ['opus'], video: ['vp8', 'h264'] },
  },
  async create({ clock, logger }) {
    const sockets = new BackendSockets();
    const udpPorts = new PortChoice();
    const media = { addresses: ['127.0.0.1'], stun: [], udpPorts };
    const settings = { maximumBitrate: 20_000_000, stunTimeout: 1_000 };
    const backend = new EmbeddedBackend(settings, { clock, logger, media });
    return {
      backend,
      udpPorts,
      heldSessions: () => sockets.open,
      async dispose() {
        await backend.close();
        sockets.stop();
      },
    };
  },
  endpointSettings: { layer: 'highest' },
  farSide: WERIFT_FAR_SIDE,
  faults: {
    outage: { no: 'it runs in this process and is away only together with it' },
    stall: { no: 'it runs in this process and keeps nobody waiting' },
    restartRefusal: {
      begin: ({ udpPorts }) => asFarSide(() => udpPorts.take()),
      end: ({ udpPorts }) => udpPorts.leave(),
    },
  },
};
