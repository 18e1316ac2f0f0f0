/** What stands between the load and Janus. */
export type Way = 'raw' | 'whipway' | 'bare';
export type Far = 'janus' | 'fake';

export interface Case {
  readonly way: Way;
  readonly far: Far;
  readonly inFlight: number;
}

const WAYS: readonly Omit<Case, 'inFlight'>[] = [
  { way: 'raw', far: 'janus' },
  { way: 'whipway', far: 'janus' },
  { way: 'bare', far: 'janus' },
  { way: 'raw', far: 'fake' },
  { way: 'whipway', far: 'fake' },
  { way: 'bare', far: 'fake' },
];

export const IN_FLIGHT = [1, 50] as const;

/** Those whose ratio is a budget come next to each other, so that they see the same machine. */
export const CASES: readonly Case[] = IN_FLIGHT.flatMap((inFlight) =>
  WAYS.map((way) => ({ ...way, inFlight })),
);

export function caseName({ way, far, inFlight }: Case): string {
  return `${way} → ${far}, ${inFlight} in flight`;
}
