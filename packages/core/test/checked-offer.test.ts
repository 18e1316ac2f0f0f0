import { describe, expect, it } from '@jest/globals';
import { recordings, vectorText } from '@whipway/test-rig/fixtures';
import { checkOffer, WhipError } from '../src/index.js';

const PUBLISH = { profile: 'publish' } as const;

function recorded(client: string): string {
  const recording = recordings().find((one) => one.client === client);
  if (!recording) throw new Error(`no recording of ${client}`);
  return recording.offer;
}

describe('what a backend gets', () => {
  it('codecs in order, with parameters and feedback', () => {
    const { media } = checkOffer(recorded('chromium-raw'), PUBLISH);
    expect(media[0]?.codecs[0]).toEqual({
      payloadType: 111,
      name: 'opus',
      clockRate: 48_000,
      channels: 2,
      parameters: 'minptime=10;useinbandfec=1',
      feedback: ['transport-cc'],
    });
    expect(media[1]?.codecs).toHaveLength(23);
    expect(media[1]?.codecs[0]?.feedback).toContain('nack pli');
  });

  it('lower-case names of clients that shout (R-08)', () => {
    const { media, bundleTag } = checkOffer(recorded('swc-gst1.22'), PUBLISH);
    expect(media.map(({ codecs }) => codecs[0]?.name)).toEqual(['opus', 'vp8']);
    expect(bundleTag).toBe('audio0');
  });

  it('session-level credentials and fingerprints (OBS, Firefox)', () => {
    const obs = checkOffer(recorded('obs-32.2.2'), PUBLISH);
    expect(obs.fingerprints[0]?.algorithm).toBe('sha-256');
    expect(obs.iceOptions).toEqual(['ice2', 'trickle']);
    expect(checkOffer(vectorText('OK-O8'), PUBLISH).ice.ufrag).toBe('abCd');
  });

  it('SSRCs and their groups', () => {
    const { media } = checkOffer(recorded('chromium-raw'), PUBLISH);
    const [group] = media[1]?.ssrcGroups ?? [];
    expect(group?.semantics).toBe('FID');
    expect(group?.ssrcs).toEqual(media[1]?.ssrcs);
  });

  it('extensions, also those with a direction (Firefox)', () => {
    const { media } = checkOffer(recorded('firefox-simulcast'), PUBLISH);
    expect(media[1]?.extensions).toContainEqual({
      id: 9,
      uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
    });
    expect(media[1]?.rids.map(({ rid }) => rid)).toEqual(['h', 'm', 'l']);
  });

  it('the section’s own direction before the session’s (Firefox)', () => {
    const { media } = checkOffer(recorded('firefox-raw'), PUBLISH);
    expect(media.map(({ direction }) => direction)).toEqual(['sendonly', 'sendonly']);
  });

  it('the tag of a group that names unknown mids (R-13)', () => {
    const offer = checkOffer(vectorText('TOL-O3'), PUBLISH);
    expect(offer.bundleTag).toBe('1');
    expect(offer.text).toContain('a=group:BUNDLE 1\r\n');
  });

  it('CRLF line ends, whatever came (TOL-O5)', () => {
    const { text } = checkOffer(vectorText('TOL-O5'), PUBLISH);
    expect(text.match(/\n/g)).toHaveLength(text.match(/\r\n/g)?.length ?? -1);
  });

  it('no candidate with a host name or component 0 (S-123)', () => {
    const lines = [
      'a=candidate:1 1 udp 1 0d6c7b5e.local 5000 typ host',
      'a=candidate:2 0 udp 1 192.0.2.1 5001 typ host',
      'a=candidate:3 1 udp 1 192.0.2.1 5002 typ host',
      'a=candidate:4 2 udp 1 192.0.2.1 5003 typ host',
    ];
    const text = vectorText('OK-O1').replace('a=mid:0\r\n', `a=mid:0\r\n${lines.join('\r\n')}\r\n`);
    const offer = checkOffer(text, PUBLISH);
    expect(offer.text).not.toContain('.local');
    expect(offer.text).not.toContain('candidate:2 0');
    expect(offer.candidates.map(({ port }) => port)).toEqual([5002]);
  });
});

describe('what is refused, beyond the sample offers', () => {
  const base = vectorText('OK-O1');
  it.each([
    ['sections outside the BUNDLE group', base.replace('BUNDLE 0 1', 'BUNDLE 0'), 422],
    ['two sections with one mid', base.replace('a=mid:1', 'a=mid:0'), 400],
    ['a section without mid', base.replace('a=mid:1\r\n', ''), 422],
    ['a switched-off section', base.replace('m=video 9', 'm=video 0'), 422],
    ['holdconn', base.replaceAll('a=setup:actpass', 'a=setup:holdconn'), 422],
    ['no setup', base.replaceAll('a=setup:actpass\r\n', ''), 422],
    ['a text section', `${base}m=text 9 UDP/TLS/RTP/SAVPF 98\r\na=mid:2\r\n`, 422],
    ['a line over 4096 characters', `${base}a=x:${'y'.repeat(4100)}\r\n`, 400],
    [
      'more candidates than anybody gathers',
      base + 'a=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\n'.repeat(201),
      413,
    ],
    ['a candidate that is none', `${base}a=candidate:nonsense\r\n`, 400],
  ])('%s', (_name, text, status) => {
    let error: unknown;
    try {
      checkOffer(text, PUBLISH);
    } catch (thrown) {
      error = thrown;
    }
    expect(WhipError.is(error) ? error.status : error).toBe(status);
  });

  it('names the codecs of both sides (S-20)', () => {
    const codecs = { audio: ['opus'], video: ['vp8'] };
    expect(() => checkOffer(base, { ...PUBLISH, codecs })).toThrow(
      'The video section offers h264; this backend takes vp8.',
    );
  });
});
