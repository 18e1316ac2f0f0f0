/** What Janus 1.1.2 answered for a werift publisher, cut to what we read; the lost are made up. */
export const HANDLE_INFO = {
  janus: 'success',
  session_id: 7_158_702_289_451_283,
  transaction: 'a3',
  handle_id: 1_431_050_231_854_335,
  info: {
    plugin: 'janus.plugin.videoroom',
    webrtc: {
      ice: {
        state: 'ready',
        'selected-pair': '10.45.0.1:36789 [host,udp] <-> 10.45.0.1:48282 [host,udp]',
      },
      media: {
        '0': {
          type: 'audio',
          mindex: 0,
          mid: '0',
          do_nacks: false,
          ssrc: { ssrc: 701_362_986, 'ssrc-peer': 149_227_771 },
          direction: { send: false, recv: true },
          codecs: { pt: 96, codec: 'opus' },
          rtcp: { main: { base: 48_000, rtt: 0, lost: 1, 'jitter-local': 19 } },
          stats: {
            in: { packets: 124, bytes: 2_852, bytes_lastsec: 1_150 },
            out: { packets: 0, bytes: 0, bytes_lastsec: 0, nacks: 0 },
          },
        },
        '1': {
          type: 'video',
          mindex: 1,
          mid: '1',
          do_nacks: true,
          ssrc: { ssrc: 3_150_250_220, 'ssrc-peer': 1_682_257_885 },
          direction: { send: false, recv: true },
          codecs: { pt: 97, codec: 'vp8' },
          rtcp: { main: { base: 90_000, rtt: 0, lost: 0, 'jitter-local': 0 } },
          stats: {
            in: { packets: 124, bytes: 3_968, bytes_lastsec: 1_600, nacks: 0, retransmissions: 0 },
            out: { packets: 0, bytes: 0, bytes_lastsec: 0, nacks: 3 },
          },
        },
      },
    },
  },
};

/** The video section of a Chromium publisher with layers h, m and l. */
export const SIMULCAST_MEDIA = {
  type: 'video',
  mindex: 1,
  mid: '1',
  ssrc: {
    ssrc: 674_538_268,
    'ssrc-peer': 2_741_770_325,
    'ssrc-peer-sim-1': 2_544_564_898,
    'ssrc-peer-sim-2': 3_496_797_025,
    'ssrc-peer-rtx': 1_446_603_825,
  },
  'rid-simulcast': { rid: ['h', 'm', 'l'], 'rid-ext-id': 10, 'rid-order': 'hml' },
  codecs: { pt: 96, 'rtx-pt': 97, codec: 'vp8' },
  rtcp: {
    main: { base: 90_000, rtt: 0, lost: 0, 'jitter-local': 15 },
    sim1: { base: 90_000, lost: 0, 'jitter-local': 5 },
    sim2: { base: 90_000, lost: 0, 'jitter-local': 1 },
  },
  stats: {
    in: {
      packets: 82,
      bytes: 45_198,
      bytes_lastsec: 13_117,
      nacks: 0,
      'video-simulcast-1': { packets: 142, bytes: 118_462, bytes_lastsec: 33_867, nacks: 0 },
      'video-simulcast-2': { packets: 283, bytes: 291_673, bytes_lastsec: 74_280, nacks: 0 },
    },
    out: { packets: 0, bytes: 0, bytes_lastsec: 0, nacks: 0 },
  },
};
