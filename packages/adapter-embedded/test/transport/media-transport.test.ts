import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { checkOffer, NEVER_ABORTED } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import { RtpHeader } from 'werift';
import { makeCertificate } from '../../src/transport/certificate.js';
import { DtlsLink } from '../../src/transport/dtls-link.js';
import { IceGeneration } from '../../src/transport/ice-generation.js';
import { MediaTransport } from '../../src/transport/media-transport.js';
import { readNetworkSettings } from '../../src/transport/network-settings.js';
import type { SrtpLink } from '../../src/transport/srtp-link.js';
import { ManualClock } from '../support/manual-clock.js';

const NETWORK = readNetworkSettings({ addresses: ['127.0.0.1'], stun: [] }, 100);

afterEach(() => {
  jest.restoreAllMocks();
});

/** A transport for a client that never comes, and the parts it is made of. */
async function opened() {
  const openings = jest.spyOn(IceGeneration, 'open');
  const starts = jest.spyOn(DtlsLink.prototype, 'receive');
  const offer = checkOffer(vectorText('OK-O1'), { profile: 'publish' });
  const options = {
    network: NETWORK,
    certificate: await makeCertificate(),
    clock: new ManualClock(),
  };
  const transport = await MediaTransport.open(offer, options, NEVER_ABORTED);
  const generation = await openings.mock.results[0]?.value;
  if (!(generation instanceof IceGeneration)) throw new Error('no generation was opened');
  generation.onDatagram(Buffer.from([22]));
  const [dtls] = starts.mock.contexts;
  if (!(dtls instanceof DtlsLink)) throw new Error('no DTLS link was made');
  return { transport, generation, dtls };
}

describe('MediaTransport', () => {
  it('stops the handshake when it is closed, also after the way was lost', async () => {
    const { transport, generation, dtls } = await opened();
    const ends: string[] = [];
    transport.onEnd = (reason) => ends.push(reason);
    const stop = jest.spyOn(dtls, 'close');
    generation.onFailed();
    expect(ends).toEqual(['ice-failed']);
    await transport.close();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('encrypts nothing while there is no way to the peer', async () => {
    const { transport, generation, dtls } = await opened();
    const protectRtp = jest.fn(() => Buffer.from('rtp'));
    const protectRtcp = jest.fn(() => Buffer.from('rtcp'));
    dtls.onReady({ protectRtp, protectRtcp } as unknown as SrtpLink);
    const send = (): void => {
      transport.sendRtp(new RtpHeader(), Buffer.alloc(1), 0);
      transport.sendRtcp(Buffer.alloc(8));
    };
    expect(transport.ready).toBe(true);
    send();
    expect(protectRtp).not.toHaveBeenCalled();
    expect(protectRtcp).not.toHaveBeenCalled();
    jest.spyOn(generation, 'hasPath', 'get').mockReturnValue(true);
    send();
    expect(protectRtp).toHaveBeenCalledTimes(1);
    expect(protectRtcp).toHaveBeenCalledTimes(1);
    await transport.close();
    send();
    expect(protectRtp).toHaveBeenCalledTimes(1);
  });
});
