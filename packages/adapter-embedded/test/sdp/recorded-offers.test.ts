import { afterAll, describe, expect, it } from '@jest/globals';
import { acceptAnswer, checkOffer } from '@whipway/core';
import { recordings, vectorText } from '@whipway/test-rig/fixtures';
import { parse } from 'sdp-transform';
import { CALL, makeBackend, type Opened, publish } from '../support/backend-host.js';

const backend = makeBackend({ addresses: ['127.0.0.1'] });
afterAll(() => backend.close());

async function answered(offer: string): Promise<Opened & { readonly text: string }> {
  const opened = await publish(backend, offer);
  const checked = checkOffer(offer, { profile: 'publish' });
  return {
    ...opened,
    text: acceptAnswer(opened.session.answer, checked, { rtcpMuxOnly: true }).text,
  };
}

describe.each(recordings().map((recording) => [recording.client, recording] as const))(
  'the offer of %s',
  (client, { offer, fragments }) => {
    it('gets an answer that keeps every client’s rules', async () => {
      const { session, text } = await answered(offer);
      const offered = parse(offer);
      const { media } = parse(session.answer);
      expect(media.map(({ type, mid }) => [type, `${mid}`])).toEqual(
        offered.media.map(({ type, mid }) => [type, `${mid}`]),
      );
      for (const [index, section] of media.entries()) {
        const codecs = section.rtp.map(({ codec }) => codec.toLowerCase());
        expect(codecs.filter((codec) => codec !== 'rtx')).toHaveLength(1);
        const known = offered.media[index]?.rtp.map(({ payload }) => payload);
        expect(known).toEqual(expect.arrayContaining(section.rtp.map(({ payload }) => payload)));
        expect(section.direction).toBe('recvonly');
      }
      expect(Buffer.byteLength(text)).toBeLessThan(8192);
      const [candidate] = media.flatMap((section) => section.candidates ?? []);
      expect(candidate).toMatchObject({ transport: 'udp', type: 'host', ip: '127.0.0.1' });
      expect(`${candidate?.foundation}`.length).toBeLessThanOrEqual(32);
      await session.close('client-deleted');
    });

    it('gets the DTLS role it leaves us', async () => {
      const { session } = await answered(offer);
      const expected = client === 'ffmpeg9' ? 'active' : 'passive';
      expect(parse(session.answer).media.map(({ setup }) => setup)).toEqual(
        parse(offer).media.map(() => expected),
      );
      await session.close('client-deleted');
    });

    it('has all its layers taken', async () => {
      const { session } = await answered(offer);
      const offered = parse(offer).media.map(({ rids }) => rids?.map(({ id }) => `${id}`));
      const taken = parse(session.answer).media.map(({ rids }) => rids?.map(({ id }) => `${id}`));
      expect(taken).toEqual(offered);
      for (const section of parse(session.answer).media)
        expect(section.simulcast?.list1).toBe(section.rids?.map(({ id }) => id).join(';'));
      await session.close('client-deleted');
    });

    it('can be followed by its restarts', async () => {
      const { session } = await answered(offer);
      const seen = new Set([parse(session.answer).media[0]?.iceUfrag]);
      const restarts = fragments.filter(({ restart }) => restart);
      for (const { text } of restarts) {
        const ufrag = /a=ice-ufrag:(\S+)/.exec(text)?.[1] ?? '';
        const pwd = /a=ice-pwd:(\S+)/.exec(text)?.[1] ?? '';
        const fragment = { mid: '0', ufrag, pwd, candidates: [], endOfCandidates: false };
        seen.add((await session.restartIce(fragment, CALL)).ufrag);
      }
      expect(seen.size).toBe(restarts.length + 1);
      await session.close('client-deleted');
    });
  },
);

describe('simulcast in a recorded offer', () => {
  const simulcast = recordings().filter(({ client }) => client.includes('simulcast'));

  it('is there at all', () => {
    expect(simulcast.length).toBeGreaterThanOrEqual(3);
    for (const { offer } of simulcast) expect(offer).toContain('a=simulcast:send');
  });
});

describe('an offer without what we have', () => {
  it('is refused with both sides’ codecs', async () => {
    const offer = vectorText('OK-O4')
      .replace(/ (?:VP8|H264|VP9|AV1)\/90000/g, ' theora/90000')
      .replace(/a=fmtp:.*\r\n/g, '');
    await expect(publish(backend, offer)).rejects.toMatchObject({
      code: 'codec-unsupported',
      message: expect.stringMatching(/theora.*vp8, h264/),
    });
  });
});
