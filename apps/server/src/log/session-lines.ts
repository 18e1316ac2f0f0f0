import type { Gateway, GatewayEvent, Logger, SessionSnapshot, SessionState } from '@whipway/core';
import { CLOSE_REASONS } from '@whipway/core';

/** What a person calls a session that came from a state into another. */
// biome-ignore format: one row a line, read it as a table
const STATE_WORDS: Partial<Record<`${SessionState} ${SessionState}`, string>> = {
  'negotiating connecting':   'session opened',
  'negotiating connected':    'session opened, media not reported by this backend',
  'connecting connected':     'session connected',
  'connected disconnected':   'session lost its media, waiting for it',
  'disconnected connected':   'session has its media again',
};

type Describe<Type extends GatewayEvent['type']> = (
  event: Extract<GatewayEvent, { type: Type }>,
  log: Logger,
  gateway: Gateway,
) => void;

/** One line for every kind of event. */
const LINES: { readonly [Type in GatewayEvent['type']]: Describe<Type> } = {
  'session-state': ({ session, from }, log) => {
    const words = STATE_WORDS[`${from} ${session.state}`];
    if (words) log.info(words, sessionFields(session));
  },
  'session-restarted': ({ session }, log) =>
    log.info('session restarted ICE', {
      ...sessionFields(session),
      generation: session.generation,
    }),
  'session-closed': ({ session, reason, detail }, log) =>
    log.info('session closed', {
      ...sessionFields(session),
      reason,
      because: CLOSE_REASONS[reason],
      ...(detail === undefined ? {} : { detail }),
      seconds: secondsSince(session.openedAt),
    }),
  'session-slow-link': ({ session, packetsLost }, log) =>
    log.info('session loses packets', { ...sessionFields(session), packetsLost }),
  // The adapter has logged it in its own words, and at its own level.
  'session-noted': ({ session, topic, text }, log) =>
    log.debug('a note on the session', { ...sessionFields(session), topic, text }),
  'answer-rule-missed': ({ session, rule }, log) =>
    log.debug('the backend’s answer misses a rule', { ...sessionFields(session), rule }),
  quirk: ({ quirk, endpointId }, log, gateway) =>
    log.debug('quirk tolerated', {
      endpoint: endpointId,
      quirk,
      count: gateway.quirkCounts()[quirk],
    }),
};

/** Logs what happens in the gateway. @returns a function that ends it */
export function logSessions(gateway: Gateway, log: Logger): () => void {
  return gateway.subscribe((event) => {
    const describe = LINES[event.type] as Describe<GatewayEvent['type']>;
    describe(event as never, log, gateway);
  });
}

/** The label, not the id: on a public endpoint whoever knows a session's URL can end it. */
function sessionFields({ label, endpointId, kind }: SessionSnapshot) {
  return { session: label, endpoint: endpointId, kind };
}

function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 100) / 10;
}
