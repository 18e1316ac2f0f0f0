import { embedded } from '@whipway/adapter-embedded';
import {
  type BackendSession,
  Gateway,
  type MediaBackend,
  type MediaReports,
  type Ports,
} from '@whipway/core';
import { recordings } from '@whipway/test-rig/fixtures';

/** A real browser's offer, and the same for who wants to watch. */
export function offers(): { readonly publish: string; readonly watch: string } {
  const recording = recordings().find(({ client }) => client === 'chromium-raw');
  if (!recording) throw new Error('the recording of Chromium is missing');
  const { offer } = recording;
  return { publish: offer, watch: offer.replaceAll('a=sendonly', 'a=recvonly') };
}

/** A backend that gives every publisher and viewer the answer that a real one has given once. */
export async function cannedBackend(ports: Ports): Promise<MediaBackend> {
  const { answer, capabilities } = await realAnswer(ports);
  const session = (text: string, reports: MediaReports): BackendSession => {
    reports.mediaUp();
    return {
      answer: text,
      addCandidates: async () => {},
      restartIce: () => Promise.reject(new Error('nobody restarts here')),
      stats: async () => ({ tracks: [] }),
      close: async () => {},
    };
  };
  return {
    name: 'canned',
    capabilities,
    open: async (_offer, { reports }) => session(answer, reports),
    health: async () => {},
    close: async () => {},
    playback: {
      open: async (_offer, _publication, { reports }) =>
        session(answer.replaceAll('a=recvonly', 'a=sendonly'), reports),
    },
  };
}

async function realAnswer(ports: Ports) {
  const backend = embedded.create(embedded.settings.backend.parse({}), {
    clock: ports.clock,
    logger: ports.logger,
    media: { addresses: ['127.0.0.1'], stun: [] },
  });
  const gateway = new Gateway({ backend, ports, endpoints: [{ id: 'once' }] });
  const { answer } = await gateway.publish({ endpointId: 'once', offer: offers().publish });
  await gateway.close();
  return { answer, capabilities: backend.capabilities };
}
