import { type RtpHeader, SrtcpSession, type SrtpProfile, SrtpSession } from 'werift';
import { rolloversOf } from '../rtp/packet-index.js';
import { IndexEstimate } from './srtp-index.js';

/** Master keys and salts of both directions (RFC 3711). */
export interface SrtpKeys {
  readonly localKey: Buffer;
  readonly localSalt: Buffer;
  readonly remoteKey: Buffer;
  readonly remoteSalt: Buffer;
}

/** An authenticated RTP packet, padding taken off. */
export interface RtpPacket {
  readonly header: RtpHeader;
  readonly payload: Buffer;
  /** Sequence number with the rollovers before it: grows without end (RFC 3711, section 3.3.1). */
  readonly index: number;
}

/** A peer makes one stream a track and layer, twice with retransmission; far more is abuse. */
const MOST_STREAMS = 64;

/**
 * Protects and opens RTP and RTCP with werift's ciphers. Packet indexes are kept here: werift loses
 * count when packets are missing around a rollover, and has no replay window.
 */
export class SrtpLink {
  readonly #rtp: SrtpSession;
  readonly #rtcp: SrtcpSession;
  readonly #estimates = new Map<number, IndexEstimate>();

  constructor(keys: SrtpKeys, profile: SrtpProfile) {
    const config = {
      keys: {
        localMasterKey: keys.localKey,
        localMasterSalt: keys.localSalt,
        remoteMasterKey: keys.remoteKey,
        remoteMasterSalt: keys.remoteSalt,
      },
      profile,
    };
    this.#rtp = new SrtpSession(config);
    this.#rtcp = new SrtcpSession(config);
  }

  /** Undefined for a forged, broken or repeated packet. */
  openRtp(data: Buffer): RtpPacket | undefined {
    if (data.length < 12) return undefined;
    const sequenceNumber = data.readUInt16BE(2);
    const ssrc = data.readUInt32BE(8);
    const known = this.#estimates.get(ssrc);
    if (!known && this.#estimates.size >= MOST_STREAMS) return undefined;
    const estimate = known ?? new IndexEstimate();
    const index = estimate.guess(sequenceNumber);
    if (index < 0 || estimate.isKnown(index)) return undefined;
    try {
      const { cipher } = this.#rtp.remoteContext;
      const [plain, header] = cipher.decryptRtp(data, rolloversOf(index));
      estimate.accept(index);
      if (!known) this.#estimates.set(ssrc, estimate);
      const payload = plain.subarray(header.payloadOffset, plain.length - header.paddingSize);
      return { header, payload, index };
    } catch {
      return undefined;
    }
  }

  /** Undefined for a forged or broken packet. */
  openRtcp(data: Buffer): Buffer | undefined {
    try {
      return this.#rtcp.decrypt(data);
    } catch {
      return undefined;
    }
  }

  /** @param rollovers how often the stream's sequence number has passed 65535 */
  protectRtp(header: RtpHeader, payload: Buffer, rollovers: number): Buffer {
    return this.#rtp.localContext.cipher.encryptRtp(header, payload, rollovers);
  }

  protectRtcp(data: Buffer): Buffer {
    return this.#rtcp.encrypt(data);
  }
}
