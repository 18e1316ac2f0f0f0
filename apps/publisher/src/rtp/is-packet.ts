/** The version in the two highest bits (RFC 3550, section 5.1 and 6.4.1). */
const VERSION = 2;
const HEADER = 12;
const EXTENSION_HEADER = 4;
/** Packet types of RTCP are 192 to 223 (RFC 5761, section 4). */
const LEAST_REPORT = 8;

/** True when a datagram can be read as an RTP packet: whole header, payload not shorter than its padding. */
export function isRtp(datagram: Buffer): boolean {
  if (datagram.length < HEADER || versionOf(datagram) !== VERSION) return false;
  const first = datagram.readUInt8(0);
  let payload = HEADER + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (datagram.length < payload + EXTENSION_HEADER) return false;
    payload += EXTENSION_HEADER + datagram.readUInt16BE(payload + 2) * 4;
  }
  const padding = first & 0x20 ? datagram.readUInt8(datagram.length - 1) : 0;
  return payload + padding <= datagram.length;
}

/** True when a datagram is RTCP as far as the lengths in it say. */
export function isRtcp(datagram: Buffer): boolean {
  let at = 0;
  for (let length = 0; at + LEAST_REPORT <= datagram.length; at += length) {
    const type = datagram.readUInt8(at + 1);
    if (datagram.readUInt8(at) >> 6 !== VERSION || type < 192 || type > 223) return false;
    length = (datagram.readUInt16BE(at + 2) + 1) * 4;
  }
  return at > 0 && at === datagram.length;
}

function versionOf(datagram: Buffer): number {
  return datagram.readUInt8(0) >> 6;
}
