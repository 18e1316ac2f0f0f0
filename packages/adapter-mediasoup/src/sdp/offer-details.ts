import type { CheckedOffer } from '@whipway/core';
import { parse } from 'sdp-transform';

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What only mediasoup wants to know of a section of an offer. */
export interface SectionDetails {
  /** CNAME of the first `a=ssrc … cname:` (RFC 5576, section 6.1). */
  readonly cname: string | undefined;
  /** Direction of each `a=extmap` id (RFC 8285, section 5); missing means sendrecv. */
  readonly extensionDirections: ReadonlyMap<number, Direction>;
}

/** One for each section of the checked offer, in its order. */
export function readDetails(offer: CheckedOffer): readonly SectionDetails[] {
  return parse(offer.text).media.map(({ ssrcs = [], ext = [] }) => {
    const cname = ssrcs.find(({ attribute }) => attribute === 'cname')?.value;
    const directions = ext.flatMap(({ value, direction }) =>
      direction ? [[value, direction as Direction] as const] : [],
    );
    return {
      cname: cname === undefined ? undefined : String(cname),
      extensionDirections: new Map(directions),
    };
  });
}
