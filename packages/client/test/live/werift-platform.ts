import { MediaStream, RTCPeerConnection, RtpHeader, RtpPacket, useOPUS, useVP8 } from 'werift';
import type { PeerConfiguration, Platform } from '../../src/index.js';

/** The first packet of a VP8 key frame of 16 × 16 pixels (RFC 7741, RFC 6386). */
const VP8_KEY_FRAME = Buffer.from('101002009d012a1000100000', 'hex');
/** 20 ms of Opus silence. */
const OPUS_SILENCE = Buffer.from('f8fffe', 'hex');

/** The connections of one client, the latest last. */
export interface WeriftPlatform {
  readonly platform: Partial<Platform>;
  readonly peers: RTCPeerConnection[];
  /** RTP packets received by kind. */
  readonly received: { audio: number; video: number };
}

export function weriftPlatform(): WeriftPlatform {
  const peers: RTCPeerConnection[] = [];
  const received = { audio: 0, video: 0 };
  const createPeerConnection = (configuration: PeerConfiguration) => {
    const peer = new RTCPeerConnection({
      ...configuration,
      codecs: { audio: [useOPUS()], video: [useVP8()] },
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
    });
    askNoStun(peer);
    peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(() => {
        if (track.kind === 'audio' || track.kind === 'video') received[track.kind] += 1;
      });
    });
    peers.push(peer);
    return peer;
  };
  return {
    peers,
    received,
    platform: { createPeerConnection, createMediaStream: () => new MediaStream() },
  };
}

/** The same again and again, 50 times a second. @returns a function that ends it */
export function sendRtp(audio: (packet: Buffer) => void, video: (packet: Buffer) => void) {
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    audio(packet(count, 960, OPUS_SILENCE));
    video(packet(count, 1800, VP8_KEY_FRAME));
  }, 20);
  return () => clearInterval(timer);
}

function packet(count: number, clockPerPacket: number, payload: Buffer): Buffer {
  const header = new RtpHeader({
    sequenceNumber: count & 0xffff,
    timestamp: (count * clockPerPacket) >>> 0,
    marker: true,
  });
  return new RtpPacket(header, payload).serialize();
}

/** werift asks a public STUN server when it is given none. */
function askNoStun(peer: RTCPeerConnection): void {
  const setLocalDescription = peer.setLocalDescription.bind(peer);
  Object.assign(peer, {
    setLocalDescription: (description: Parameters<typeof setLocalDescription>[0]) => {
      for (const { connection } of peer.iceTransports)
        Object.assign(connection, { stunServer: undefined });
      return setLocalDescription(description);
    },
  });
}
