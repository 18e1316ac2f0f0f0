import { describe, expect, it } from '@jest/globals';
import { janusAnswer, recordings, vectorText } from '@whipway/test-rig/fixtures';
import { acceptAnswer, type CheckedOffer, checkOffer, WhipError } from '../src/index.js';
import { answerText } from './support/answer-text.js';

const PUBLISH = { profile: 'publish' } as const;
const DEFAULT = { rtcpMuxOnly: true };

function accept(offer: CheckedOffer, change: (answer: string) => string = (text) => text) {
  return acceptAnswer(change(answerText(offer)), offer, DEFAULT);
}

function refusalOf(act: () => unknown): WhipError {
  try {
    act();
  } catch (error) {
    if (WhipError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function sections(answer: string): string[] {
  return answer.split(/(?=^m=)/m).slice(1);
}

/** What every answer must be, whoever gave it: S-02, S-07, S-10, S-12 to S-15, S-22. */
function expectConformant(answer: string, offer: CheckedOffer): void {
  expect(answer).toMatch(/^v=0\r\n/);
  expect(answer.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
  const parts = sections(answer);
  expect(parts).toHaveLength(offer.media.length + offer.droppedSections.length);
  const mids = offer.media.map(({ mid }) => mid);
  expect(answer).toContain(`a=group:BUNDLE ${mids.join(' ')}\r\n`);
  for (const [index, part] of parts.filter((one) => !one.startsWith('m=application')).entries()) {
    expect(part).toContain(`a=mid:${mids[index]}\r\n`);
    expect(part).toContain('a=recvonly\r\n');
    expect(part).not.toMatch(/a=(sendrecv|sendonly|inactive|bundle-only|rtcp:)/);
    expect(part).toContain('a=rtcp-mux\r\n');
    expect(part).toContain('a=rtcp-mux-only\r\n');
    expect(part).not.toMatch(/^m=\w+ 0 /);
  }
  expect(answer).toContain('a=candidate:');
  expect(answer).toContain('a=end-of-candidates\r\n');
}

describe('answers of real Janus to real clients', () => {
  it.each(recordings().map(({ client, offer }) => [client, offer] as const))(
    '%s',
    (client, text) => {
      const offer = checkOffer(text, PUBLISH);
      const accepted = acceptAnswer(janusAnswer(client), offer, DEFAULT);
      expectConformant(accepted.text, offer);
      expect(accepted.ice.ufrag.length).toBeGreaterThanOrEqual(4);
    },
  );
});

describe('what is put right', () => {
  const offer = checkOffer(vectorText('OK-O1'), PUBLISH);

  it('the older shape of RFC 9725, figure 2 (X2, S-15)', () => {
    const { text } = accept(offer, (answer) =>
      answer
        .replace('m=video 9', 'm=video 0')
        .replace('a=mid:1', 'a=mid:1\r\na=bundle-only\r\na=rtcp:9 IN IP4 0.0.0.0'),
    );
    expectConformant(text, offer);
  });

  it('the direction of a sendrecv offer (S-07)', () => {
    const open = checkOffer(vectorText('OK-O6'), PUBLISH);
    const { text } = accept(open, (answer) => answer.replaceAll('a=recvonly', 'a=sendrecv'));
    expectConformant(text, open);
  });

  it('the order of the BUNDLE group: the tagged mid first (RFC 9143)', () => {
    const turned = checkOffer(vectorText('OK-O1').replace('BUNDLE 0 1', 'BUNDLE 1 0'), PUBLISH);
    expect(turned.bundleTag).toBe('1');
    expect(accept(turned).text).toContain('a=group:BUNDLE 1 0\r\n');
  });

  it('rtcp-mux and the BUNDLE group (S-12, S-13)', () => {
    const { text } = accept(offer, (answer) =>
      answer.replaceAll('a=rtcp-mux\r\n', '').replace('a=group:BUNDLE 0 1\r\n', ''),
    );
    expectConformant(text, offer);
  });

  it('rtcp-mux-only, unless it is switched off (S-14, X1)', () => {
    expect(accept(offer).text).toContain('a=rtcp-mux-only');
    const off = acceptAnswer(answerText(offer), offer, { rtcpMuxOnly: false });
    expect(off.text).not.toContain('a=rtcp-mux-only');
  });

  it('ice-options that were not offered (S-25)', () => {
    const ffmpeg = recordings().find(({ client }) => client === 'ffmpeg9');
    const passive = checkOffer(ffmpeg?.offer ?? '', PUBLISH);
    expect(accept(passive).text).not.toContain('ice-options');
    expect(accept(offer).text).toContain('a=ice-options:trickle ice2\r\n');
  });

  it('a data channel comes back with port 0, where it was offered (S-20)', () => {
    const data = checkOffer(vectorText('TOL-O6'), PUBLISH);
    expect(data.text).not.toContain('m=application');
    const { text } = accept(data);
    expectConformant(text, data);
    expect(sections(text)[2]).toMatch(/^m=application 0 UDP\/DTLS\/SCTP webrtc-datachannel\r\n/);
  });

  it('counts a missing mid extension and lets it pass (S-16)', () => {
    expect(accept(offer).missed).toEqual([]);
    const without = accept(offer, (answer) => answer.replace(/a=extmap:.*\r\n/g, ''));
    expect(without.missed).toEqual(['S-16']);
  });

  it('keeps ice-lite for restart bodies (S-26, S-94)', () => {
    const { frame } = accept(offer, (answer) => answer.replace('t=0 0', 't=0 0\r\na=ice-lite'));
    expect(frame.session[0]).toBe('a=ice-lite');
  });
});

describe('what is refused', () => {
  const offer = checkOffer(vectorText('OK-O1'), PUBLISH);
  const change = (from: string | RegExp, to: string) => (answer: string) =>
    answer.replace(from, to);

  it.each([
    ['no SDP at all', () => 'hello', 'answer-unusable', 'S-06'],
    [
      'a section less',
      (answer: string) => answer.split('m=video')[0] ?? '',
      'answer-unusable',
      'S-02',
    ],
    ['the sections swapped', change('a=mid:0', 'a=mid:9'), 'answer-unusable', 'S-02'],
    ['a switched-off section', change('m=video 9', 'm=video 0'), 'codec-unsupported', 'S-20'],
    [
      'one of nothing but its m= line',
      (text) => `${text.slice(0, text.indexOf('m=video'))}m=video 0 UDP/TLS/RTP/SAVPF 0\r\n`,
      'codec-unsupported',
      'S-20',
    ],
    ['an inactive section', change('a=recvonly', 'a=inactive'), 'codec-unsupported', 'S-20'],
    ['a sending section', change('a=recvonly', 'a=sendonly'), 'answer-unusable', 'S-07'],
    ['no candidate', change(/a=candidate.*\r\n/, ''), 'answer-unusable', 'S-10'],
    ['two transports', change('a=ice-ufrag:srv0', 'a=ice-ufrag:srv1'), 'answer-unusable', 'S-12'],
    ['a short password', change(/p{24}/, 'short'), 'answer-unusable', 'S-24'],
    ['no fingerprint', change(/a=fingerprint.*\r\n/, ''), 'answer-unusable', 'S-24'],
    ['an actpass answer', change('a=setup:passive', 'a=setup:actpass'), 'answer-unusable', 'S-22'],
    [
      'a layer nobody offered',
      change('a=mid:1', 'a=mid:1\r\na=rid:x recv'),
      'answer-unusable',
      'S-27',
    ],
  ])('%s', (_name, damage, code, rule) => {
    const error = refusalOf(() => accept(offer, damage));
    expect({ code: error.code, rule: error.rule }).toEqual({ code, rule });
  });

  it('names the codecs of both sides', () => {
    const error = refusalOf(() => accept(offer, change('m=video 9', 'm=video 0')));
    expect(error.message).toContain('offered h264');
  });

  it('an answer that is active to an active offer (S-21)', () => {
    const active = checkOffer(vectorText('OK-O5'), PUBLISH);
    expectConformant(accept(active).text, active);
    const error = refusalOf(() =>
      accept(active, (answer) => answer.replaceAll('a=setup:passive', 'a=setup:active')),
    );
    expect(error).toMatchObject({ code: 'answer-unusable', rule: 'S-22' });
  });

  it('an active answer to FFmpeg is right (S-22, R-13)', () => {
    const passive = checkOffer(vectorText('TOL-O3'), PUBLISH);
    const { text } = accept(passive);
    expect(text).toContain('a=setup:active');
    expect(text).toContain('a=group:BUNDLE 1\r\n');
  });
});

describe('simulcast (S-27)', () => {
  it('keeps the accepted layers', () => {
    const offer = checkOffer(vectorText('OK-O7'), PUBLISH);
    expect(offer.media[1]?.rids.map(({ rid }) => rid)).toEqual(['h', 'm', 'l']);
    expect(accept(offer).text).toContain('a=simulcast:recv h;m;l');
  });

  it('drops all when there are two a=simulcast lines', () => {
    const text = vectorText('OK-O7').replace(/(a=simulcast.*\r\n)/, '$1$1');
    expect(checkOffer(text, PUBLISH).media[1]?.rids).toEqual([]);
  });
});
