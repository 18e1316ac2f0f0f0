import type { OfferedCodec, OfferedMedia, OfferedRid } from '@whipway/core';
import { type AgreedTrack, EXTENSION } from '../../src/sdp/agreed-track.js';

const OPUS: OfferedCodec = {
  payloadType: 111,
  name: 'opus',
  clockRate: 48_000,
  channels: 2,
  parameters: '',
  feedback: [],
};
const VP8: OfferedCodec = {
  payloadType: 96,
  name: 'vp8',
  clockRate: 90_000,
  parameters: '',
  feedback: ['nack', 'nack pli', 'ccm fir'],
};

interface Wishes {
  readonly rids?: readonly string[];
  readonly codec?: Partial<OfferedCodec>;
  readonly offered?: Partial<OfferedMedia>;
  readonly extensions?: AgreedTrack['extensions'];
}

/** A track as negotiation leaves it; everything Chromium offers is agreed on. */
export function agreedTrack(kind: 'audio' | 'video', wishes: Wishes = {}): AgreedTrack {
  const codec = { ...(kind === 'audio' ? OPUS : VP8), ...wishes.codec };
  const rids: readonly OfferedRid[] = (wishes.rids ?? []).map((rid) => ({ rid, restrictions: '' }));
  const mid = kind === 'audio' ? '0' : '1';
  const extensions = wishes.extensions ?? [
    { id: 4, uri: EXTENSION.mid },
    { id: 10, uri: EXTENSION.rid },
    { id: 11, uri: EXTENSION.repairedRid },
    { id: 3, uri: EXTENSION.transportSequence },
  ];
  const offered: OfferedMedia = {
    kind,
    mid,
    direction: 'sendonly',
    codecs: [codec],
    extensions,
    ssrcs: [],
    ssrcGroups: [],
    rids,
    ...wishes.offered,
  };
  return {
    kind,
    mid,
    codec,
    retransmission: kind === 'video' ? 97 : undefined,
    extensions,
    rids,
    offered,
  };
}
