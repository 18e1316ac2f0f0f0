import { RTCPeerConnection } from 'werift';
import type { OfferedCodec } from './codecs.js';
import type { MediaListener } from './incoming-media.js';
import { weriftCodecs } from './werift-codecs.js';

export interface PeerSettings {
  /** Offered, the preferred one first. */
  readonly codecs: readonly OfferedCodec[];
  /** True when the server is on this machine, so that loopback addresses are of use. */
  readonly serverIsHere: boolean;
  /** Takes what is received; only for playing. */
  readonly listener?: MediaListener;
  /** Hears of TURN servers that bring nothing, in sentences without any secret. */
  readonly trouble?: (sentence: string) => void;
}

/** werift's connection: one bundle, and no address or server that it was not given. */
export function weriftConnection({ codecs }: PeerSettings): RTCPeerConnection {
  return new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    codecs: {
      audio: weriftCodecs(codecs.filter(({ kind }) => kind === 'audio')),
      video: weriftCodecs(codecs.filter(({ kind }) => kind === 'video')),
    },
  });
}
