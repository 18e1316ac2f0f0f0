import { useStore } from '../../session/store.js';
import type { Backend } from '../api/wire.js';
import { NOBODY, occupancies } from '../live/occupancy.js';
import { useManagement } from '../parts/management.js';
import { draftOf } from './endpoint-draft.js';
import { interruptedBy } from './interruption.js';
import type { EndpointFormState } from './use-endpoint-form.js';

/** Who is disconnected if the form is saved as it is now; undefined when nobody is. */
export function useInterruption(
  { base, draft }: Pick<EndpointFormState, 'base' | 'draft'>,
  { kind }: Pick<Backend, 'kind'>,
): string | undefined {
  const { sessions } = useStore(useManagement().live.view).directory;
  if (!base) return undefined;
  const { id } = base.endpoint;
  return interruptedBy(
    draftOf(base.endpoint, kind),
    draft,
    occupancies(sessions).get(id) ?? NOBODY,
  );
}
