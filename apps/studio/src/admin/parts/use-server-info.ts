import { useCallback } from 'react';
import type { Server } from '../api/wire.js';
import { useManagement } from './management.js';
import { useLoaded } from './use-loaded.js';

/** What the server says about itself; undefined until it did. */
export function useServerInfo(): Server | undefined {
  const { api } = useManagement();
  return useLoaded(useCallback((signal: AbortSignal) => api.server(signal), [api])).value;
}
