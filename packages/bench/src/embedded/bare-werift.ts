import {
  type MediaStreamTrack,
  RTCPeerConnection,
  type RTCRtpSender,
  useOPUS,
  useVP8,
} from 'werift';
import type { Forwarder } from './forwarder.js';

type Kind = 'audio' | 'video';

const KINDS: readonly Kind[] = ['audio', 'video'];

/** werift as its examples show it: a copy of what comes in goes to every sender, nothing else. */
export function makeBareWerift(): Forwarder {
  const senders: Record<Kind, RTCRtpSender[]> = { audio: [], video: [] };
  const traffic = { packetsIn: 0, bytesIn: 0, packetsOut: 0 };

  function forward(track: MediaStreamTrack): void {
    const targets = senders[track.kind as Kind];
    track.onReceiveRtp.subscribe((packet) => {
      traffic.packetsIn += 1;
      traffic.bytesIn += packet.payload.length;
      // sendRtp changes the packet it gets and keeps it.
      for (const target of targets) void target.sendRtp(packet.clone());
      traffic.packetsOut += targets.length;
    });
  }

  return {
    publish(offer) {
      const peer = makePeer();
      peer.onTrack.subscribe(forward);
      return answer(peer, offer);
    },
    watch(offer) {
      const peer = makePeer();
      const own = KINDS.map((kind) => peer.addTransceiver(kind, { direction: 'sendonly' }));
      peer.connectionStateChange.subscribe((state) => {
        if (state !== 'connected') return;
        for (const [index, kind] of KINDS.entries()) {
          const sender = own[index]?.sender;
          if (sender) senders[kind].push(sender);
        }
      });
      return answer(peer, offer);
    },
    traffic: async () => ({ ...traffic }),
  };
}

function makePeer(): RTCPeerConnection {
  return new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [useOPUS()], video: [useVP8()] },
  });
}

async function answer(peer: RTCPeerConnection, offer: string): Promise<string> {
  await peer.setRemoteDescription({ type: 'offer', sdp: offer });
  // werift would ask a public STUN server.
  for (const { connection } of peer.iceTransports)
    Object.assign(connection, { stunServer: undefined });
  await peer.setLocalDescription(await peer.createAnswer());
  return peer.localDescription?.sdp ?? '';
}
