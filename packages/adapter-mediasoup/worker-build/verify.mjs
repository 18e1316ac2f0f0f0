// Checks a mediasoup-worker: node verify.mjs PROGRAM. A client of another stack does ICE, a real
// DTLS handshake and SRTP with it, and the worker must count the client's packets.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker } from 'mediasoup';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useOPUS } from 'werift';

const PATIENCE = 15_000;
const ADDRESS = '127.0.0.1';
const SSRC_LINE = /^a=ssrc:(\d+)/m;

const deadline = setTimeout(() => fail(`not done within ${PATIENCE / 1000} s`), PATIENCE);
const worker = await createWorker({ workerBin: process.argv[2], logLevel: 'warn' });
worker.on('died', ({ message }) => fail(`the worker died: ${message}`));

const listenInfos = [{ protocol: 'udp', ip: ADDRESS }];
const webRtcServer = await worker.createWebRtcServer({ listenInfos });
const codec = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const router = await worker.createRouter({ mediaCodecs: [codec] });
const transport = await router.createWebRtcTransport({ webRtcServer });

const peer = new RTCPeerConnection({
  iceServers: [],
  iceUseIpv4: false,
  iceUseIpv6: false,
  iceAdditionalHostAddresses: [ADDRESS],
  codecs: { audio: [useOPUS()], video: [] },
});
const track = new MediaStreamTrack({ kind: 'audio' });
peer.addTransceiver(track, { direction: 'sendonly' });
const offer = await peer.createOffer();
for (const { connection } of peer.iceTransports) connection.stunServer = undefined;
await peer.setLocalDescription(offer);
const { sdp } = peer.localDescription;
const value = (name) => new RegExp(`^a=${name}:(?:sha-256 )?(.*?)\\r?$`, 'm').exec(sdp)[1];

const payloadType = Number(/^a=rtpmap:(\d+) opus/im.exec(sdp)[1]);
const producer = await transport.produce({
  kind: 'audio',
  rtpParameters: {
    codecs: [{ mimeType: 'audio/opus', payloadType, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc: Number(SSRC_LINE.exec(sdp)[1]) }],
  },
});
const fingerprints = [{ algorithm: 'sha-256', value: value('fingerprint') }];
await transport.connect({ dtlsParameters: { role: 'client', fingerprints } });

const connected = once(transport, 'dtlsstatechange');
await peer.setRemoteDescription({ type: 'answer', sdp: answer() });
await connected;
while (transport.dtlsState !== 'connected') await once(transport, 'dtlsstatechange');

for (let count = 1; count <= 50; count += 1) {
  const header = new RtpHeader({ sequenceNumber: count, timestamp: count * 960, marker: true });
  track.writeRtp(new RtpPacket(header, Buffer.from('f8fffe', 'hex')));
  await sleep(10);
}
const [{ packetCount = 0 } = {}] = await producer.getStats();
if (packetCount < 40) fail(`of 50 packets the worker counts ${packetCount}`);
console.log(`DTLS and SRTP work: ${packetCount} of 50 packets counted`);
clearTimeout(deadline);
await peer.close();
worker.close();

function answer() {
  const { usernameFragment, password } = transport.iceParameters;
  const { value: hash } = transport.dtlsParameters.fingerprints.find(
    ({ algorithm }) => algorithm === 'sha-256',
  );
  const [candidate] = transport.iceCandidates;
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${value('mid')}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${value('mid')}`,
    'a=recvonly',
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=ice-ufrag:${usernameFragment}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${hash}`,
    'a=setup:passive',
    `a=candidate:1 1 udp ${candidate.priority} ${candidate.address} ${candidate.port} typ host`,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

function fail(reason) {
  console.error(`This mediasoup-worker does not work: ${reason}.`);
  process.exit(1);
}
