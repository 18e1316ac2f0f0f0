import type { Endpoint } from '../api/wire.js';
import type { Occupancy } from '../live/occupancy.js';

export type EndpointFilter = 'all' | 'live' | 'idle';

export interface EndpointChoice {
  /** Part of the id, upper or lower case. */
  readonly search: string;
  readonly filter: EndpointFilter;
}

/** Endpoints by their ids, as the server sorts them. */
export function sortEndpoints(endpoints: Iterable<Endpoint>): readonly Endpoint[] {
  return [...endpoints].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Those of a sorted list that were asked for. */
export function chooseEndpoints(
  endpoints: readonly Endpoint[],
  occupied: ReadonlyMap<string, Occupancy>,
  { search, filter }: EndpointChoice,
): readonly Endpoint[] {
  const part = search.trim().toLowerCase();
  return endpoints.filter(({ id }) => {
    if (!id.toLowerCase().includes(part)) return false;
    if (filter === 'all') return true;
    return (occupied.get(id)?.publisher !== undefined) === (filter === 'live');
  });
}

/** Such as `3 of 1,000 endpoints`. */
export function countText(shown: number, all: number): string {
  const noun = all === 1 ? 'endpoint' : 'endpoints';
  const total = all.toLocaleString('en');
  return shown === all ? `${total} ${noun}` : `${shown.toLocaleString('en')} of ${total} ${noun}`;
}
