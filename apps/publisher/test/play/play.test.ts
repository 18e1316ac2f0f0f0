import { describe, expect, it } from '@jest/globals';
import { RtcpPacketConverter, RtcpSenderInfo, RtcpSrPacket, RtpHeader, RtpPacket } from 'werift';
import { offered } from '../../src/peer/codecs.js';
import { containerOf, playCodecs } from '../../src/play/play-codecs.js';
import { playerCommand, playerSdp } from '../../src/play/player-arguments.js';
import { goodbye, PlayerTrack } from '../../src/play/player-track.js';

describe('what is offered for playing', () => {
  it.each([
    ['a.webm', ['VP8', 'VP9', 'opus']],
    ['a.MP4', ['H264', 'VP9', 'opus']],
    ['a.mkv', ['VP8', 'H264', 'VP9', 'opus', 'PCMU', 'PCMA']],
    [undefined, ['VP8', 'H264', 'VP9', 'opus', 'PCMU', 'PCMA']],
  ])('into %s fits: %j', (file, names) => {
    expect(playCodecs(file).map(({ name }) => name)).toEqual(names);
  });

  it.each(['a.avi', 'a', '.webm/x'])('into %s is refused', (file) => {
    expect(() => containerOf(file)).toThrow(/\.webm, \.mkv, \.mp4/);
  });
});

const TRACKS = [
  { codec: offered('opus'), port: 5000 },
  { codec: offered('vp8'), port: 5002 },
];

describe('the player', () => {
  it('is told what comes where', () => {
    expect(playerSdp(TRACKS).split('\r\n').slice(5)).toEqual([
      'm=audio 5000 RTP/AVP 111',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'm=video 5002 RTP/AVP 96',
      'a=rtpmap:96 VP8/90000',
      '',
    ]);
  });

  it('writes a file without encoding anew', () => {
    const { program, args, input } = playerCommand(TRACKS, {
      output: 'a.webm',
      jitterBuffer: 200,
      title: 'x',
    });
    expect(program).toBe('ffmpeg');
    expect(args.join(' ')).toMatch(
      /-max_delay 200000 .*-f sdp -i pipe:0 -map 0 -c copy -y -f webm a\.webm$/,
    );
    expect(input).toContain('m=video');
  });

  it('does not wait for a key frame of VP9, which FFmpeg would not see', () => {
    const wishes = { output: 'a.webm', jitterBuffer: -1, title: 'x' };
    const argsFor = (name: 'vp8' | 'vp9') =>
      playerCommand([{ codec: offered(name), port: 5002 }], wishes).args;
    expect(argsFor('vp9')).toContain('-copyinkf');
    expect(argsFor('vp8')).not.toContain('-copyinkf');
  });

  it('shows a window without a file', () => {
    const { program, args } = playerCommand(TRACKS, {
      output: undefined,
      jitterBuffer: -1,
      title: 'x',
    });
    expect(program).toBe('ffplay');
    expect(args).not.toContain('-max_delay');
    expect(args).toContain('-autoexit');
  });
});

describe('a played track', () => {
  const packet = (ssrc: number, sequenceNumber: number, timestamp: number) =>
    new RtpPacket(
      new RtpHeader({ ssrc, sequenceNumber, timestamp, payloadType: 33, marker: true }),
      Buffer.from('media'),
    );

  it('is one stream over several sessions', () => {
    const track = new PlayerTrack(offered('vp8'));
    const sent = [track.packet(packet(7, 100, 0), 0), track.packet(packet(8, 9, 50), 1000)];
    const [first, second] = sent.map((data) => RtpPacket.deSerialize(data));
    expect(first?.header).toMatchObject({
      ssrc: 1,
      payloadType: 96,
      sequenceNumber: 100,
      marker: true,
    });
    expect(second?.header).toMatchObject({ ssrc: 1, sequenceNumber: 108, timestamp: 90_000 });
    expect(second?.payload.toString()).toBe('media');
    const senderInfo = new RtcpSenderInfo({ ntpTimestamp: 5n, rtpTimestamp: 50 });
    const [report] = RtcpPacketConverter.deSerialize(
      track.report(new RtcpSrPacket({ ssrc: 8, senderInfo })),
    );
    expect(report).toMatchObject({ ssrc: 1, senderInfo: { rtpTimestamp: 90_000 } });
  });

  it('ends with a goodbye after a report, as FFmpeg wants it', () => {
    const data = goodbye();
    expect(data.length).toBe(16);
    expect([data[1], data[9]]).toEqual([201, 203]);
    expect(data.readUInt32BE(12)).toBe(1);
  });
});
