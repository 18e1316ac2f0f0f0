import type { IceCandidate } from './candidate.js';
import { isIpAddress } from './ip-address.js';

/** More candidates than any client gathers, in one ICE generation (S-123). */
export const MAX_CANDIDATES = 200;

/** What is wrong with a candidate line, in words. */
export interface CandidateFault {
  readonly fault: string;
}

/** A candidate that could be read, with the deviations a caller may or may not tolerate. */
export interface CandidateRead {
  readonly candidate: IceCandidate;
  /** Component 0 was sent; {@link candidate} says 1. */
  readonly componentZero: boolean;
  /** A reflexive or relayed candidate without `raddr` and `rport`. */
  readonly relatedAddressMissing: boolean;
}

const FORM = /^(\S{1,32}) (\d{1,3}) (\S+) (\d{1,10}) (\S+) (\d{1,5}) typ (\S+)((?: \S+)*)$/;

/** Reads the value of an `a=candidate:` line (RFC 8839, section 5.1). Never throws. */
export function readCandidate(value: string): CandidateRead | CandidateFault {
  const match = FORM.exec(value.trim().replace(/ +/g, ' '));
  if (!match) return { fault: 'it does not have the form of RFC 8839, section 5.1' };
  const [, foundation = '', component, transport = '', priority, address = '', port, type = ''] =
    match;
  const numbers = {
    component: Number(component),
    priority: Number(priority),
    port: Number(port),
  };
  if (numbers.component > 256) return { fault: 'its component is over 256' };
  if (numbers.port > 65_535) return { fault: 'its port is over 65535' };
  const extensions = readExtensions(match[8] ?? '');
  const candidate = build(
    { foundation, transport: transport.toLowerCase(), address, type, ...numbers },
    extensions,
  );
  return {
    candidate,
    componentZero: numbers.component === 0,
    relatedAddressMissing: type !== 'host' && !(extensions.has('raddr') && extensions.has('rport')),
  };
}

function readExtensions(text: string): Map<string, string> {
  const words = text.trim().split(' ');
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2)
    pairs.set(words[index] ?? '', words[index + 1] ?? '');
  return pairs;
}

function build(
  parts: Omit<IceCandidate, 'text' | 'tcpType'>,
  extensions: ReadonlyMap<string, string>,
): IceCandidate {
  const component = parts.component || 1;
  // The ufrag extension may be of another generation than the section's credentials (X5), and it is
  // nobody's business in a log: it is left out.
  const rest = [...extensions].filter(([name]) => name !== 'ufrag').flat();
  const { foundation, transport, priority, address, port, type } = parts;
  const words = [foundation, component, transport, priority, address, port, 'typ', type, ...rest];
  const tcpType = extensions.get('tcptype');
  return { ...parts, component, text: words.join(' '), ...(tcpType ? { tcpType } : {}) };
}

/**
 * True when a backend can use the candidate. RFC 9725, section 4.3.2: unsupported transports and
 * unresolvable addresses are silently discarded (S-86). Component 2 is RTCP, which is multiplexed;
 * nobody can connect to an active TCP candidate (RFC 6544, section 4.5).
 */
export function isUsable({ component, transport, tcpType, address, port }: IceCandidate): boolean {
  const reachable = transport === 'udp' || (transport === 'tcp' && tcpType !== 'active');
  return component === 1 && reachable && port > 0 && isIpAddress(address);
}

/** RFC 8840, section 4.4: two candidates are the same when these four are (S-87). */
export function candidateKey(candidate: IceCandidate): string {
  const { address, port, transport, component } = candidate;
  return `${address.toLowerCase()} ${port} ${transport} ${component}`;
}
