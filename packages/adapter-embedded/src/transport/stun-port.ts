import { isIPv6 } from 'node:net';
import { type Address, classes, parseMessage, StunProtocol } from 'werift';
import type { UdpPort } from './udp-port.js';
import { stunParts } from './werift-parts.js';

/** RFC 8489, section 5: the class bits of the message type. */
const CLASS_BITS = 0x0110;

/** A werift STUN agent on a socket of ours. It closes the socket when it is closed. */
export function stunOn(port: UdpPort): StunProtocol {
  const transport = {
    type: 'udp',
    socketType: isIPv6(port.address) ? 'udp6' : 'udp4',
    get closed() {
      return port.closed;
    },
    address: { address: port.address, port: port.port },
    send: async (data: Buffer, [host, to]: Address) => port.send(data, host, to),
    close: () => port.close(),
  };
  // werift would bind 0.0.0.0 by itself, and end the process when a port is taken meanwhile.
  return Object.assign(new StunProtocol(), { localIp: port.address, transport });
}

/**
 * Hands a STUN datagram to werift. Requests that were not made with our password are dropped here:
 * werift answers them, and RFC 8445, section 7.3 wants a check of MESSAGE-INTEGRITY first.
 *
 * @param password our ICE password of this generation
 */
export function receiveStun(
  stun: StunProtocol,
  data: Buffer,
  from: Address,
  password: Buffer,
): void {
  try {
    const isRequest = data.length >= 2 && (data.readUInt16BE(0) & CLASS_BITS) === classes.REQUEST;
    if (isRequest && !parseMessage(data, password)) return;
    stunParts(stun).datagramReceived(data, from);
  } catch {
    // Garbage: a datagram from anyone may hold anything.
  }
}
