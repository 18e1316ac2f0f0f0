import { describe, expect, it } from '@jest/globals';
import { recordings, vectorText } from '@whipway/test-rig/fixtures';
import { type MediaDescription, parse } from 'sdp-transform';
import { checkOffer, type OfferedCodec } from '../src/index.js';

/** The same by a parser that is not ours (which makes a lone payload type a number). */
function codecsOf({ payloads = '', rtp, fmtp, rtcpFb = [] }: Section): readonly OfferedCodec[] {
  return String(payloads)
    .split(' ')
    .flatMap((format) => {
      const payloadType = Number(format);
      const encoding = rtp.find(({ payload }) => payload === payloadType);
      if (!encoding) return [];
      const channels = Number(encoding.encoding ?? 0);
      return {
        payloadType,
        name: encoding.codec.toLowerCase(),
        clockRate: encoding.rate ?? 0,
        ...(channels > 0 ? { channels } : {}),
        parameters: fmtp.find(({ payload }) => payload === payloadType)?.config ?? '',
        feedback: rtcpFb
          .filter(({ payload }) => Number(payload) === payloadType)
          .map(({ type, subtype }) => (subtype ? `${type} ${subtype}` : type)),
      };
    });
}

type Section = MediaDescription & { readonly type: string };

function codecsByAnother(text: string): readonly (readonly OfferedCodec[])[] {
  return parse(text)
    .media.filter(({ type }) => type !== 'application')
    .map(codecsOf);
}

function codecsByUs(text: string): readonly (readonly OfferedCodec[])[] {
  return checkOffer(text, { profile: 'publish' }).media.map(({ codecs }) => codecs);
}

describe('codecs of an offer', () => {
  it.each(recordings().map(({ client, offer }) => [client, offer] as const))(
    'are those that sdp-transform finds: %s',
    (_client, offer) => expect(codecsByUs(offer)).toEqual(codecsByAnother(offer)),
  );

  const base = vectorText('OK-O4');
  const withLines = (format: number, ...lines: string[]) => {
    const text = base.replace(/^(m=video .*)$/m, `$1 ${format}`);
    return `${text}${lines.map((line) => `${line}\r\n`).join('')}`;
  };
  const last = (text: string) => codecsByUs(text)[0]?.at(-1);

  it('take feedback for all payload types (RFC 4585, section 4.2)', () => {
    const text = withLines(
      120,
      'a=rtpmap:120 VP9/90000',
      'a=rtcp-fb:120 nack',
      'a=rtcp-fb:* ccm fir',
    );
    expect(last(text)?.feedback).toEqual(['nack', 'ccm fir']);
  });

  it('know the static payload types without a=rtpmap (RFC 3551, section 6)', () => {
    const audio = vectorText('OK-O1').replace(/^(m=audio .*)$/m, '$1 8');
    expect(codecsByUs(audio)[0]?.at(-1)).toMatchObject({ name: 'pcma', clockRate: 8000 });
  });

  it('leave out a payload type that nothing names', () => {
    expect(codecsByUs(withLines(121))).toEqual(codecsByUs(base));
  });

  it('take the first of two lines for the same payload type', () => {
    const text = withLines(122, 'a=rtpmap:122 AV1/90000', 'a=rtpmap:122 VP8/90000');
    expect(last(text)?.name).toBe('av1');
  });

  it('survive lines without their value', () => {
    const text = withLines(123, 'a=rtpmap:123', 'a=fmtp:123', 'a=rtcp-fb:123');
    expect(codecsByUs(text)).toEqual(codecsByUs(base));
  });
});
