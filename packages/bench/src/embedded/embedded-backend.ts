import { embedded } from '@whipway/adapter-embedded';
import {
  type BackendSession,
  type Call,
  checkOffer,
  NEVER_ABORTED,
  type Publication,
  type PublishContext,
  SILENT_LOGGER,
} from '@whipway/core';
import { platformPorts } from '@whipway/http';
import type { Forwarder } from './forwarder.js';

const CALL: Call = { signal: NEVER_ABORTED };

/** The embedded backend through the interface that the core uses, without a gateway around it. */
export function makeEmbeddedForwarder(): Forwarder {
  const ports = platformPorts(SILENT_LOGGER);
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const backend = embedded.create(embedded.settings.backend.parse({}), { ...ports, media });
  const viewers: BackendSession[] = [];
  let publication: Publication | undefined;

  return {
    async publish(offer) {
      const context = contextOf('publisher');
      const session = await backend.open(checkOffer(offer, { profile: 'publish' }), context, CALL);
      publication = { sessionId: context.sessionId, session };
      return session.answer;
    },
    async watch(offer) {
      if (!publication || !backend.playback) throw new Error('nothing to watch');
      const checked = checkOffer(offer, { profile: 'watch' });
      const context = contextOf(`viewer-${viewers.length}`);
      const session = await backend.playback.open(checked, publication, context, CALL);
      if (!('answer' in session)) throw new Error('the embedded backend makes no counter-offers');
      viewers.push(session);
      return session.answer;
    },
    async traffic() {
      const into = await totals(publication ? [publication.session] : []);
      const { packets: packetsOut } = await totals(viewers);
      return { packetsIn: into.packets, bytesIn: into.bytes, packetsOut };
    },
  };
}

function contextOf(sessionId: string): PublishContext {
  const reports = { mediaUp() {}, mediaDown() {}, hungUp() {} };
  const endpoint = { id: 'live', settings: {} };
  return { sessionId, endpoint, reports, logger: SILENT_LOGGER };
}

async function totals(sessions: readonly BackendSession[]) {
  const stats = await Promise.all(sessions.map((session) => session.stats(CALL)));
  const tracks = stats.flatMap((one) => one.tracks);
  return {
    packets: tracks.reduce((sum, { packets }) => sum + packets, 0),
    bytes: tracks.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
