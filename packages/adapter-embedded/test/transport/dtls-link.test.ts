import { afterEach, describe, expect, it } from '@jest/globals';
import { RTCCertificate, RtpHeader } from 'werift';
import { makeCertificate, matchesFingerprint } from '../../src/transport/certificate.js';
import { DtlsLink } from '../../src/transport/dtls-link.js';
import { readRecords } from '../../src/transport/dtls-records.js';
import type { SrtpLink } from '../../src/transport/srtp-link.js';
import { eventually } from '../support/backend-host.js';

interface End {
  readonly link: DtlsLink;
  readonly certificate: RTCCertificate;
  readonly said: string[];
  srtp: SrtpLink | undefined;
}

interface Wishes {
  readonly isLost?: () => boolean;
  /** Of each datagram, milliseconds. */
  readonly delay?: () => number;
  readonly clientCertificate?: RTCCertificate;
  readonly serverCertificate?: RTCCertificate;
  /** Whose fingerprints the offers tell. */
  readonly expected?: { readonly client?: RTCCertificate; readonly server?: RTCCertificate };
}

const links: DtlsLink[] = [];
afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

/** Two ends that hand each other their datagrams. */
async function pair(wishes: Wishes = {}): Promise<{ readonly client: End; readonly server: End }> {
  const clientCertificate = wishes.clientCertificate ?? (await makeCertificate());
  const serverCertificate = wishes.serverCertificate ?? (await makeCertificate());
  const ends: { client?: End; server?: End } = {};
  const deliver = (from: 'client' | 'server') => (data: Buffer) => {
    if (wishes.isLost?.()) return;
    const to = from === 'client' ? ends.server : ends.client;
    setTimeout(() => to?.link.receive(data), wishes.delay?.() ?? 0);
  };
  const make = (role: 'client' | 'server', own: RTCCertificate, peer: RTCCertificate): End => {
    const fingerprints = peer.getFingerprints();
    const link = new DtlsLink({ role, certificate: own, fingerprints, send: deliver(role) });
    links.push(link);
    const end: End = { link, certificate: own, said: [], srtp: undefined };
    link.onReady = (srtp) => {
      end.srtp = srtp;
      end.said.push('ready');
    };
    link.onClosed = () => end.said.push('closed');
    link.onFailed = (why) => end.said.push(`failed: ${why}`);
    return end;
  };
  const client = make('client', clientCertificate, wishes.expected?.server ?? serverCertificate);
  const server = make('server', serverCertificate, wishes.expected?.client ?? clientCertificate);
  Object.assign(ends, { client, server });
  client.link.start();
  return { client, server };
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function connected(wishes: Wishes = {}) {
  const both = await pair(wishes);
  await eventually(() => both.client.said.length + both.server.said.length === 2, 'both are ready');
  expect([both.client.said, both.server.said]).toEqual([['ready'], ['ready']]);
  return both;
}

describe('DtlsLink', () => {
  it('agrees on keys for both directions', async () => {
    const { client, server } = await connected();
    const header = new RtpHeader({ sequenceNumber: 9, ssrc: 5, payloadType: 96 });
    const payload = Buffer.from('picture');
    const sealed = client.srtp?.protectRtp(header, payload, 0) ?? Buffer.alloc(0);
    expect(sealed.includes(payload)).toBe(false);
    expect(server.srtp?.openRtp(sealed)).toMatchObject({ payload, index: 9 });
    const report = Buffer.from('80c90001000000aa', 'hex');
    const sealedReport = server.srtp?.protectRtcp(report) ?? Buffer.alloc(0);
    expect(client.srtp?.openRtcp(sealedReport)).toEqual(report);
  });

  it('opens a packet once, and nothing forged', async () => {
    const { client, server } = await connected();
    const header = new RtpHeader({ sequenceNumber: 9, ssrc: 5, payloadType: 96 });
    const sealed = client.srtp?.protectRtp(header, Buffer.from('x'), 0) ?? Buffer.alloc(0);
    const forged = Buffer.from(sealed);
    forged.writeUInt8(forged.readUInt8(12) ^ 1, 12);
    expect(server.srtp?.openRtp(forged)).toBeUndefined();
    expect(server.srtp?.openRtp(sealed)).toBeDefined();
    expect(server.srtp?.openRtp(sealed)).toBeUndefined();
    for (const length of [0, 4, 11, 12, 20])
      expect(server.srtp?.openRtp(Buffer.alloc(length, 0x80))).toBeUndefined();
    expect(server.srtp?.openRtcp(Buffer.alloc(9, 0x80))).toBeUndefined();
  });

  it.each(['client', 'server'] as const)('hears the goodbye of the %s', async (who) => {
    const both = await connected();
    const other = who === 'client' ? both.server : both.client;
    both[who].link.close();
    await eventually(() => other.said.includes('closed'), 'the goodbye');
    expect(both[who].said).toEqual(['ready']);
  });

  it('does not take an unprotected goodbye, or a new beginning, from anybody', async () => {
    const { client, server } = await connected();
    const goodbye = Buffer.from('15fefd0000000000000001000201' + '00', 'hex');
    const hello = Buffer.from('16fefd0000000000000000000c010000000000000000000000', 'hex');
    server.link.receive(goodbye);
    server.link.receive(hello);
    client.link.close();
    await eventually(() => server.said.includes('closed'), 'the goodbye that counts');
    expect(server.said).toEqual(['ready', 'closed']);
  });

  it.each(['client', 'server'] as const)(
    'S-23: fails on another certificate of the %s',
    async (who) => {
      const both = await pair({ expected: { [who]: await makeCertificate() } });
      const other = who === 'client' ? both.server : both.client;
      await eventually(() => other.said.length > 0, 'the failure');
      expect(other.said).toEqual(['failed: the certificate is not the offered one']);
      expect(other.srtp).toBeUndefined();
    },
  );

  it.each(['client', 'server'] as const)(
    'S-23: fails when the %s shows a certificate that is not its own',
    async (who) => {
      const mine = await makeCertificate();
      const stolen = await makeCertificate();
      const thief = new RTCCertificate(mine.privateKey, stolen.certPem, mine.signatureHash);
      const both = await pair(
        who === 'client' ? { clientCertificate: thief } : { serverCertificate: thief },
      );
      const other = who === 'client' ? both.server : both.client;
      await eventually(() => other.said.length > 0, 'the failure');
      expect(other.said).toEqual(['failed: the peer does not hold the key of its certificate']);
    },
  );

  it.each([1, 2, 3])(
    'gets over lost and reordered datagrams (%d)',
    async (seed) => {
      const random = seededRandom(seed);
      await connected({ isLost: () => random() < 0.12, delay: () => random() * 15 });
    },
    20_000,
  );

  it('stays up in a rain of garbage', async () => {
    const { client, server } = await connected();
    for (let length = 0; length < 200; length += 1)
      for (const type of [20, 21, 22, 23, 63]) {
        const garbage = Buffer.alloc(length, length * 7);
        if (length > 0) garbage.writeUInt8(type, 0);
        if (length > 12) garbage.writeUInt16BE(length - 13, 11);
        server.link.receive(garbage);
      }
    expect(server.said).toEqual(['ready']);
    client.link.close();
    await eventually(() => server.said.includes('closed'), 'it still listens');
  });

  it('fails when the peer breaks the handshake off', async () => {
    const { client } = await pair({ isLost: () => true });
    client.link.receive(Buffer.from('15fefd0000000000000001000202' + '28', 'hex'));
    expect(client.said).toEqual(['failed: the peer broke the handshake off']);
  });
});

describe('readRecords', () => {
  it('reads the records of a datagram up to the first that is cut off', () => {
    const record = Buffer.from('16fefd0001000000000007' + '0003' + 'aabbcc', 'hex');
    const records = readRecords(Buffer.concat([record, record, record.subarray(0, 14)]));
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({ type: 22, epoch: 1, sequenceNumber: 7 });
    expect(records[1]?.fragment.toString('hex')).toBe('aabbcc');
  });
});

describe('matchesFingerprint', () => {
  const certificate = Buffer.from('not really a certificate');
  const sha256 = '56:E8:9D:B2';

  it('goes by the strongest hash that is told', async () => {
    const { createHash } = await import('node:crypto');
    const told = (algorithm: string) => ({
      algorithm,
      value: createHash(algorithm.replace('-', '')).update(certificate).digest('hex'),
    });
    expect(matchesFingerprint(certificate, [told('sha-256')])).toBe(true);
    expect(
      matchesFingerprint(certificate, [{ algorithm: 'SHA-1', value: 'AA' }, told('sha-512')]),
    ).toBe(true);
    expect(
      matchesFingerprint(certificate, [told('sha-1'), { algorithm: 'sha-256', value: sha256 }]),
    ).toBe(false);
    expect(matchesFingerprint(certificate, [{ algorithm: 'md5', value: sha256 }])).toBe(false);
    expect(matchesFingerprint(certificate, [])).toBe(false);
  });
});
