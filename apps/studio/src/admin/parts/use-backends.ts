import { useCallback } from 'react';
import type { Backend } from '../api/wire.js';
import { useManagement } from './management.js';
import { type Loaded, useLoaded } from './use-loaded.js';

/** The backends that the server knows, with the health of the one in use. */
export function useBackends(): Loaded<readonly Backend[]> {
  const { api } = useManagement();
  return useLoaded(useCallback((signal: AbortSignal) => api.backends(signal), [api]));
}
