import { describe, expect, it } from '@jest/globals';
import { type SourceHeader, SourceTable } from '../../src/publish/source-table.js';
import { agreedTrack } from '../support/agreed-tracks.js';

const audio = agreedTrack('audio');

function header(
  ssrc: number,
  payloadType: number,
  extensions: Readonly<Record<number, string>> = {},
): SourceHeader {
  const list = Object.entries(extensions).map(([id, text]) => ({
    id: Number(id),
    payload: Buffer.from(text),
  }));
  return { ssrc, payloadType, extensions: list };
}

describe('SourceTable', () => {
  it('goes by mid and rid, and remembers them', () => {
    const video = agreedTrack('video', { rids: ['h', 'm'] });
    const table = new SourceTable([audio, video]);
    const found = { track: video, rid: 'm', isRetransmission: false };
    expect(table.find(header(5, 96))).toBeUndefined();
    expect(table.find(header(5, 96, { 4: '1', 10: 'm' }))).toEqual(found);
    expect(table.find(header(5, 96))).toEqual(found);
  });

  it('tells retransmissions by payload type and repaired rid', () => {
    const video = agreedTrack('video', { rids: ['h', 'm'] });
    const table = new SourceTable([audio, video]);
    const found = { track: video, rid: 'h', isRetransmission: true };
    expect(table.find(header(6, 97, { 4: '1', 11: 'h' }))).toEqual(found);
    expect(table.find(header(6, 97))).toEqual(found);
  });

  it('goes by the SSRCs of the offer, layers in their order', () => {
    const fid = (...ssrcs: readonly number[]) => ({ semantics: 'FID', ssrcs });
    const offered = { ssrcs: [1, 2, 3, 4], ssrcGroups: [fid(1, 2), fid(3, 4)] };
    const video = agreedTrack('video', { rids: ['h', 'l'], offered });
    const table = new SourceTable([audio, video]);
    expect(table.find(header(3, 96))).toMatchObject({ rid: 'l', isRetransmission: false });
    expect(table.find(header(2, 97))).toMatchObject({ rid: 'h', isRetransmission: true });
  });

  it('goes by the payload type alone where nothing else is told (FFmpeg)', () => {
    const video = agreedTrack('video', { extensions: [] });
    const table = new SourceTable([agreedTrack('audio', { extensions: [] }), video]);
    expect(table.find(header(77, 96))).toMatchObject({ track: video, rid: undefined });
    expect(table.find(header(78, 97))).toMatchObject({ track: video, isRetransmission: true });
    expect(table.find(header(79, 111))).toMatchObject({ track: { kind: 'audio' } });
  });

  it.each([
    ['a payload type that was not agreed on', header(1, 45, { 4: '1' })],
    ['a mid that is not there, with such a type', header(1, 45, { 4: '9' })],
    ['nothing known', header(1, 0)],
  ])('finds nothing for %s', (_what, unknown) => {
    expect(new SourceTable([audio, agreedTrack('video')]).find(unknown)).toBeUndefined();
  });

  it('takes no other payload type on a known stream', () => {
    const table = new SourceTable([audio, agreedTrack('video')]);
    expect(table.find(header(1, 111))).toBeDefined();
    expect(table.find(header(1, 96))).toBeUndefined();
  });
});
