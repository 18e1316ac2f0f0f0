import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  GenericNack,
  RTCPeerConnection,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  RtpHeader,
  RtpPacket,
} from 'werift';
import { offered } from '../../src/peer/codecs.js';
import { weriftCodecs } from '../../src/peer/werift-codecs.js';
import { WeriftPeer } from '../../src/peer/werift-peer.js';
import { until } from '../support/until.js';

const VP8 = offered('vp8');
const H264 = offered('h264');
const OPUS = offered('opus');
const ended: (() => void)[] = [];

afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** A server of another hand: werift’s own peer connection. */
function newServer(): RTCPeerConnection {
  const server = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: weriftCodecs([OPUS]), video: weriftCodecs([VP8]) },
  });
  ended.push(() => void server.close());
  return server;
}

async function answerOf(server: RTCPeerConnection, sdp: string): Promise<string> {
  await server.setRemoteDescription({ type: 'offer', sdp });
  await server.setLocalDescription(await server.createAnswer());
  for (const ice of server.iceTransports) Object.assign(ice.connection, { stunServer: undefined });
  return server.localDescription?.sdp ?? '';
}

/** A server that is closed before goes on with its part of the DTLS handshake for half a minute. */
function isUp(server: RTCPeerConnection): boolean {
  return server.dtlsTransports.every(({ state }) => state === 'connected');
}

function newPeer(): { readonly peer: WeriftPeer; readonly states: RTCPeerConnectionState[] } {
  const peer = new WeriftPeer({}, { codecs: [OPUS, H264, VP8], serverIsHere: true });
  const states: RTCPeerConnectionState[] = [];
  peer.addEventListener('connectionstatechange', () => states.push(peer.connectionState));
  ended.push(() => peer.close());
  return { peer, states };
}

async function connected() {
  const { peer, states } = newPeer();
  const server = newServer();
  const received: RtpPacket[] = [];
  server.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => received.push(packet));
  });
  for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: 'sendonly' });
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  const sdp = await answerOf(server, offer.sdp);
  await peer.setRemoteDescription({ type: 'answer', sdp });
  await until(() => peer.isOpen && isUp(server), 'connected');
  return { peer, states, server, received, offer };
}

function picture(sequenceNumber: number): Buffer {
  const header = new RtpHeader({
    ssrc: 9,
    sequenceNumber,
    timestamp: sequenceNumber * 3000,
    marker: true,
  });
  return new RtpPacket(header, Buffer.from(`${sequenceNumber}`)).serialize();
}

describe('a peer that sends', () => {
  it('tells the states of W3C WebRTC, and what the answer agreed to', async () => {
    const { peer, states, offer } = await connected();
    expect(states).toEqual(['connecting', 'connected']);
    expect(offer.sdp).toMatch(/a=sendonly/);
    expect(peer.outgoing('video')?.codec).toEqual(VP8);
    expect(peer.outgoing('audio')?.codec).toEqual(OPUS);
    peer.close();
    expect(states.at(-1)).toBe('closed');
  });

  it('asks no STUN server that nobody gave', async () => {
    const { peer } = newPeer();
    peer.addTransceiver('video', { direction: 'sendonly' });
    const types: string[] = [];
    peer.addEventListener('icecandidate', ({ candidate }) => {
      types.push(/typ (\w+)/.exec(candidate?.candidate ?? '')?.[1] ?? 'end');
    });
    const started = Date.now();
    await peer.setLocalDescription(await peer.createOffer());
    await until(() => peer.iceGatheringState === 'complete', 'gathering');
    expect(new Set(types)).toEqual(new Set(['host', 'end']));
    expect(Date.now() - started).toBeLessThan(4000);
  });

  it('sends what a tool made, reports its clock, and sends again what was lost', async () => {
    const { peer, server, received } = await connected();
    const reports: RtcpSrPacket[] = [];
    const [dtls] = server.dtlsTransports;
    dtls?.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpSrPacket) reports.push(packet);
    });
    for (let number = 1; number <= 5; number += 1) peer.outgoing('video')?.write(picture(number));
    await until(() => received.length === 5, 'five packets');
    const mediaSourceSsrc = received[0]?.header.ssrc ?? 0;
    const feedback = new GenericNack({ senderSsrc: 1, mediaSourceSsrc, lost: [3] });
    await dtls?.sendRtcp([new RtcpTransportLayerFeedback({ feedback })]);
    await until(() => received.length === 6, 'the third packet again');
    expect(received.map(({ payload }) => `${payload}`)).toEqual(['1', '2', '3', '4', '5', '3']);
    await until(() => reports.some(({ ssrc }) => ssrc === mediaSourceSsrc), 'a report');
    const statistics = [...(await peer.getStats()).values()] as { type: string; kind?: string }[];
    expect(
      statistics.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video'),
    ).toMatchObject({
      packetsSent: 5,
      retransmittedPacketsSent: 1,
    });
  });
});

describe('an ICE restart', () => {
  it('leaves everything as it was until both sides agree', async () => {
    const { peer, states, received, offer } = await connected();
    const next = await peer.createOffer({ iceRestart: true });
    const ufrag = (sdp: string) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    expect(ufrag(next.sdp)).not.toBe(ufrag(offer.sdp));
    expect(next.sdp).not.toContain('a=candidate');
    // The server refuses: nothing is applied.
    peer.outgoing('video')?.write(picture(1));
    await until(() => received.length === 1, 'a packet of the old generation');
    expect(states).toEqual(['connecting', 'connected']);
  });

  it('brings media over new candidates, with the old keys', async () => {
    const { peer, states, server, received } = await connected();
    const candidates: string[] = [];
    peer.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) candidates.push(candidate.candidate);
    });
    const next = await peer.createOffer({ iceRestart: true });
    const sdp = await answerOf(server, next.sdp);
    await peer.setLocalDescription(next);
    await peer.setRemoteDescription({ type: 'answer', sdp });
    await until(() => peer.isOpen, 'connected again');
    expect(candidates.length).toBeGreaterThan(0);
    expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected']);
    peer.outgoing('video')?.write(picture(7));
    await until(() => received.some(({ payload }) => `${payload}` === '7'), 'the new generation');
  });

  it('helps a first connection that failed: nothing was connected yet', async () => {
    const { peer, states } = newPeer();
    const server = newServer();
    for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: 'sendonly' });
    const offer = await peer.createOffer();
    await peer.setLocalDescription(offer);
    const answer = await answerOf(server, offer.sdp);
    // Nobody is at that port.
    const unreachable = answer.replace(/ 127\.0\.0\.1 \d+ typ host/g, ' 127.0.0.1 9 typ host');
    await peer.setRemoteDescription({ type: 'answer', sdp: unreachable });
    await sleep(300);
    expect(states).not.toContain('connected');
    const next = await peer.createOffer({ iceRestart: true });
    const sdp = await answerOf(server, next.sdp);
    await peer.setLocalDescription(next);
    await peer.setRemoteDescription({ type: 'answer', sdp });
    await until(() => peer.isOpen && isUp(server), 'connected after all');
  });
});
