import { useState } from 'react';
import type { TaggedEndpoint } from '../api/admin-api.js';
import { ApiError, type ValueFault } from '../api/api-error.js';
import type { Backend, Endpoint } from '../api/wire.js';
import type { LiveDirectory } from '../live/live-directory.js';
import { useManagement } from '../parts/management.js';
import {
  draftFaults,
  draftOf,
  type EndpointDraft,
  inputOf,
  NEW_ENDPOINT,
  suggestId,
} from './endpoint-draft.js';

export interface EndpointFormState {
  readonly draft: EndpointDraft;
  readonly faults: readonly ValueFault[];
  /** The version that is changed; undefined for a new endpoint. */
  readonly base: TaggedEndpoint | undefined;
  /** A failure that belongs to no single field. */
  readonly error: unknown;
  /** What somebody else made of the endpoint meanwhile. */
  readonly conflict: TaggedEndpoint | undefined;
  readonly saving: boolean;
  /** How often saving was refused: each time the first fault wants to be looked at. */
  readonly refusals: number;
}

export interface EndpointFormActions {
  readonly change: (draft: EndpointDraft) => void;
  readonly save: () => Promise<void>;
  /** Forgets what was typed and goes on with the version of somebody else. */
  readonly takeTheirs: () => void;
  /** Goes on with what was typed; saving then replaces the version of somebody else. */
  readonly keepMine: () => void;
}

interface FormGround {
  readonly backend: Backend;
  readonly current: TaggedEndpoint | undefined;
  readonly onDone: (endpoint: Endpoint) => void;
}

/** The state of an endpoint's form. */
export function useEndpointForm({
  backend,
  current,
  onDone,
}: FormGround): EndpointFormState & EndpointFormActions {
  const { api, live } = useManagement();
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<EndpointFormState>(() => ({
    draft: current ? draftOf(current.endpoint, backend.kind) : newDraft(live),
    faults: [],
    base: current,
    error: undefined,
    conflict: undefined,
    saving: false,
    refusals: 0,
  }));
  const { base } = state;
  const patch = (part: Partial<EndpointFormState>) => setState((now) => ({ ...now, ...part }));
  const refuse = (part: Partial<EndpointFormState>) =>
    setState((now) => ({ ...now, saving: false, ...part, refusals: now.refusals + 1 }));

  const send = (): Promise<TaggedEndpoint> => {
    const input = inputOf(state.draft, backend.kind);
    if (!base) return api.create(input);
    const { id, ...change } = input;
    return api.update(base.endpoint.id, change, base.etag);
  };
  const fail = async (error: unknown) => {
    if (base && error instanceof ApiError && error.status === 412) {
      const conflict = await api.endpoint(base.endpoint.id).catch(() => undefined);
      return patch({ saving: false, conflict, error: conflict ? undefined : error });
    }
    refuse(refusal(error));
  };
  const save = async () => {
    setTried(true);
    const faults = draftFaults(state.draft, backend);
    if (faults.length > 0) return refuse({ faults, error: undefined });
    patch({ saving: true, faults: [], error: undefined });
    try {
      const { endpoint } = await send();
      live.put(endpoint);
      onDone(endpoint);
    } catch (error) {
      await fail(error);
    }
  };
  return {
    ...state,
    save,
    change: (draft) => patch({ draft, ...(tried ? { faults: draftFaults(draft, backend) } : {}) }),
    takeTheirs: () => {
      if (!state.conflict) return;
      setTried(false);
      const draft = draftOf(state.conflict.endpoint, backend.kind);
      patch({ base: state.conflict, draft, conflict: undefined, faults: [] });
    },
    keepMine: () => patch({ base: state.conflict, conflict: undefined }),
  };
}

function newDraft(live: LiveDirectory): EndpointDraft {
  return { ...NEW_ENDPOINT, id: suggestId(live.view.get().directory.endpoints) };
}

/** A refusal at its fields, or in words of its own. */
function refusal(error: unknown): Pick<EndpointFormState, 'faults' | 'error'> {
  if (!(error instanceof ApiError)) return { faults: [], error };
  if (error.status === 409)
    return { faults: [{ path: ['id'], message: error.detail || error.title }], error: undefined };
  return { faults: error.faults, error: error.faults.length > 0 ? undefined : error };
}
