import { can } from '../backend/capabilities.js';
import type { BackendEndpoint, MediaBackend, PublishContext } from '../backend/media-backend.js';
import type { Publication } from '../backend/playback.js';
import { WhipError } from '../errors/whip-error.js';
import { checkOffer } from '../offer/check-offer.js';
import type { CheckedOffer } from '../offer/checked-offer.js';
import type { Ports } from '../ports.js';
import { Session } from '../session/session.js';
import type { SessionOpening } from '../session/session-options.js';
import { SessionPatches } from '../session/session-patches.js';
import type { SessionKind, SessionState } from '../session/session-state.js';
import type { EndpointDirectory } from './endpoint-directory.js';
import { backendEndpoint } from './endpoint-directory.js';
import type { EventFeed } from './event-feed.js';
import type {
  CounterOfferedSession,
  OpenedSession,
  OpenRequest,
  ProtocolModes,
  PublisherConflictPolicy,
  Timers,
} from './gateway-types.js';
import { PUBLISHER_CONFLICT } from './publisher-conflict.js';
import type { SessionRegistry } from './session-registry.js';

/** What the opening of sessions needs of its gateway. */
export interface OpeningContext {
  readonly backend: MediaBackend;
  readonly ports: Ports;
  readonly protocol: ProtocolModes;
  readonly timers: Timers;
  readonly publisherConflict: PublisherConflictPolicy;
  readonly endpoints: EndpointDirectory;
  readonly registry: SessionRegistry;
  readonly feed: EventFeed;
}

/** Characters that are kept of what a client calls itself. */
const LONGEST_CLIENT = 256;

/** There is something to see once media was seen, and for as long as it may come back. */
const WATCHABLE: readonly SessionState[] = ['connected', 'disconnected'];

/** Opens a publisher's session. @throws WhipError */
export async function openPublisher(
  context: OpeningContext,
  request: OpenRequest,
): Promise<OpenedSession> {
  const { backend, registry, endpoints, ports } = context;
  const { id } = endpoints.require(request.endpointId);
  const offer = check(context, request, 'publish');
  const current = registry.publisher(id);
  if (current) PUBLISHER_CONFLICT[context.publisherConflict](current.snapshot);
  const opened = await open(
    context,
    request,
    offer,
    'publish',
    async (sessionId, reports, call) => {
      const endpoint = await endpoints.prepare(id, call);
      if (call.signal.aborted) throw WhipError.from(call.signal.reason, 'aborted');
      const bearer = bearerFor(backend, endpoint, request);
      const publisher = { sessionId, endpoint, reports, logger: ports.logger, ...bearer };
      return backend.open(offer, publisher, call);
    },
  );
  if (opened.kind !== 'opened')
    throw new WhipError('answer-unusable', 'A publisher needs an answer, not an offer.');
  return opened;
}

/** The token goes to nobody who did not ask for it. */
function bearerFor(
  backend: MediaBackend,
  endpoint: BackendEndpoint,
  { bearer }: OpenRequest,
): Pick<PublishContext, 'bearer'> {
  return bearer !== undefined && backend.wantsBearer?.(endpoint) ? { bearer } : {};
}

/** Opens a viewer's session. @throws WhipError */
export async function openViewer(
  context: OpeningContext,
  request: OpenRequest,
): Promise<OpenedSession | CounterOfferedSession> {
  const { backend, endpoints, ports } = context;
  const endpoint = backendEndpoint(endpoints.require(request.endpointId));
  const { playback } = backend;
  if (!playback) throw new WhipError('playback-unsupported', 'This backend cannot play.');
  const offer = check(context, request, 'watch');
  const publication = requirePublication(context, endpoint.id);
  return open(context, request, offer, 'watch', (sessionId, reports, call) => {
    const viewer = { sessionId, endpoint, reports, logger: ports.logger };
    return playback.open(offer, publication, viewer, call);
  });
}

function check(context: OpeningContext, request: OpenRequest, profile: SessionKind): CheckedOffer {
  const { codecs } = context.backend.capabilities;
  const tolerance = context.feed.tolerance(context.protocol, request.endpointId);
  return checkOffer(request.offer, { profile, tolerance, codecs });
}

function requirePublication({ registry }: OpeningContext, endpointId: string): Publication {
  const publisher = registry.publisher(endpointId);
  const session = publisher?.backend.session;
  if (!publisher || !session || !WATCHABLE.includes(publisher.state))
    throw new WhipError('nothing-published', `Nothing is published on ${endpointId} right now.`, {
      retryAfter: 2,
    });
  return { sessionId: publisher.label, session };
}

async function open(
  context: OpeningContext,
  request: OpenRequest,
  offer: CheckedOffer,
  kind: SessionKind,
  openBackend: SessionOpening['open'],
): Promise<OpenedSession | CounterOfferedSession> {
  const { backend, ports, protocol, timers, registry, feed } = context;
  const session = new Session(
    ports.ids.random(),
    { offer, open: openBackend },
    {
      kind,
      endpointId: request.endpointId,
      credential: request.credential,
      client: request.client?.slice(0, LONGEST_CLIENT),
      ports,
      timers,
      rtcpMuxOnly: protocol.answerRtcpMuxOnly,
      mediaReports: can(backend.capabilities.mediaReports),
      announce: (event) => feed.emit(event),
      closed: (reason) => registry.end(session, reason),
    },
  );
  registry.add({ session, patches: new SessionPatches(session, backend.capabilities) });
  const gone = () => void session.dispatch({ name: 'end', reason: 'client-gone' });
  request.signal?.addEventListener('abort', gone);
  try {
    session.dispatch({ name: 'offer' });
    if (request.signal?.aborted) gone();
    return await session.client.opened.promise;
  } finally {
    request.signal?.removeEventListener('abort', gone);
  }
}
