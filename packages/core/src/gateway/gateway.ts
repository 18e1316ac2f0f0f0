import type { AbortSignalLike } from '../abort.js';
import type { MediaBackend } from '../backend/media-backend.js';
import type { SessionStats } from '../backend/session-stats.js';
import type { CloseReason } from '../close-reasons.js';
import type { QuirkId } from '../quirks/quirk-table.js';
import type {
  AnswerRequest,
  CounterOfferedSession,
  EndpointDefinition,
  FoundSession,
  GatewayListener,
  GatewayOptions,
  OpenedSession,
  OpenRequest,
  PatchRequest,
  PatchResult,
  SessionSnapshot,
} from './gateway-types.js';

/**
 * One backend, its endpoints and their sessions. Every protocol binding talks to this and to
 * nothing else; every method that can fail rejects with a `WhipError`.
 */
export declare class Gateway {
  constructor(options: GatewayOptions);
  readonly backend: MediaBackend;
  /** @throws `offer-unsupported` … hmm */
  addEndpoint(endpoint: EndpointDefinition): Promise<void>;
  removeEndpoint(id: string): Promise<void>;
  endpoint(id: string): EndpointDefinition | undefined;
  endpoints(): readonly EndpointDefinition[];
  publish(request: OpenRequest): Promise<OpenedSession>;
  watch(request: OpenRequest): Promise<OpenedSession | CounterOfferedSession>;
  answer(request: AnswerRequest): Promise<void>;
  patch(request: PatchRequest): Promise<PatchResult>;
  end(sessionId: string, reason: CloseReason): Promise<void>;
  find(sessionId: string): FoundSession | undefined;
  sessions(): readonly SessionSnapshot[];
  stats(sessionId: string, signal?: AbortSignalLike): Promise<SessionStats>;
  quirkCounts(): Readonly<Record<QuirkId, number>>;
  subscribe(listener: GatewayListener): () => void;
  health(signal?: AbortSignalLike): Promise<void>;
  close(): Promise<void>;
}
