import { WhipError } from '../errors/whip-error.js';
import type { PublisherConflictPolicy, SessionSnapshot } from './gateway-types.js';

/** Decides about a POST while `current` publishes. Returns to let it in, throws to refuse it. */
type ConflictRule = (current: SessionSnapshot) => void;

export const PUBLISHER_CONFLICT: Record<PublisherConflictPolicy, ConflictRule> = {
  reject(current) {
    throw new WhipError(
      'endpoint-busy',
      `Endpoint ${current.endpointId} has a publisher already (${current.state}).`,
    );
  },
};
