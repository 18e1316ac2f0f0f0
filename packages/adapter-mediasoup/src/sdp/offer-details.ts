import type { CheckedOffer } from '@whipway/core';

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What only mediasoup wants to know of a section of an offer. */
export interface SectionDetails {
  /** CNAME of the first `a=ssrc … cname:` (RFC 5576, section 6.1). */
  readonly cname: string | undefined;
  /** Direction of each `a=extmap` id (RFC 8285, section 5); missing means sendrecv. */
  readonly extensionDirections: ReadonlyMap<number, Direction>;
}

const CNAME = /^a=ssrc:\d+ cname:(\S+)/m;
const DIRECTED_EXTENSION = /^a=extmap:(\d+)\/(sendrecv|sendonly|recvonly|inactive) /gm;

/** One for each section of the checked offer, in its order. */
export function readDetails({ text }: CheckedOffer): readonly SectionDetails[] {
  const [, ...sections] = text.split(/^(?=m=)/m);
  return sections.map((section) => ({
    cname: CNAME.exec(section)?.[1],
    extensionDirections: new Map(
      [...section.matchAll(DIRECTED_EXTENSION)].map(([, id, direction]) => [
        Number(id),
        direction as Direction,
      ]),
    ),
  }));
}
