const CYCLE = 65_536;
const HALF = CYCLE / 2;

/**
 * The packet index (rollovers and sequence number, RFC 3711, section 3.3.1) that ends in
 * `sequenceNumber` and is nearest to `near`.
 */
export function indexNear(near: number, sequenceNumber: number): number {
  const difference = (sequenceNumber - near) % CYCLE;
  if (difference > HALF) return near + difference - CYCLE;
  if (difference < -HALF) return near + difference + CYCLE;
  return near + difference;
}

export function rolloversOf(index: number): number {
  return Math.floor(index / CYCLE);
}

export function sequenceOf(index: number): number {
  return index % CYCLE;
}
