import { describe, expect, it } from '@jest/globals';
import { type OfferedCodec, offered } from '../../src/peer/codecs.js';
import type { WeriftPeer } from '../../src/peer/werift-peer.js';
import { MediaFeed } from '../../src/source/media-feed.js';
import type { TrackPorts } from '../../src/source/media-source.js';

/** A connection to a server that took these codecs. */
function peerWith(...codecs: readonly OfferedCodec[]): WeriftPeer {
  return {
    outgoing: (kind: string) => {
      const codec = codecs.find((candidate) => candidate.kind === kind);
      return codec && { codec };
    },
  } as unknown as WeriftPeer;
}

function feed() {
  const refused: string[] = [];
  const started: string[][] = [];
  const made = new MediaFeed(
    {
      title: 'nothing',
      codecs: [offered('opus'), offered('h264'), offered('vp8')],
      command: (tracks: readonly TrackPorts[]) => {
        started.push(tracks.map(({ codec }) => codec));
        return { program: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
      },
    },
    {
      ended: () => {},
      firstFrame: () => {},
      refused: (kind) => refused.push(kind),
      complaint: () => {},
    },
  );
  return { made, refused, started };
}

describe('what is brought to a server', () => {
  it('is what it took; a kind that it did not take is told', async () => {
    const { made, refused, started } = feed();
    await made.connect(peerWith(offered('opus')));
    expect([refused, started]).toEqual([['video'], [['opus']]]);
    await made.stop();
  });

  it('is made by the same tool when the next session takes the same, else by another', async () => {
    const { made, refused, started } = feed();
    await made.connect(peerWith(offered('opus'), offered('h264')));
    await made.connect(peerWith(offered('opus'), offered('h264')));
    await made.connect(peerWith(offered('opus'), offered('vp8')));
    expect(started).toEqual([
      ['opus', 'h264'],
      ['opus', 'vp8'],
    ]);
    expect(refused).toEqual([]);
    await made.stop();
  });

  it('is nothing when it took nothing: that ends with its own code', async () => {
    const { made, started } = feed();
    await expect(made.connect(peerWith())).rejects.toMatchObject({
      ending: 'refused',
      message: expect.stringMatching(/takes nothing of what was offered: opus, H264, VP8/),
    });
    expect(started).toEqual([]);
    await made.stop();
  });
});
