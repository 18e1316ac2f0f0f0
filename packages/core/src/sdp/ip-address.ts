const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;

/** True for an IPv4 or IPv6 literal. Host names are never resolved (S-123, RFC 8839, section 5.1). */
export function isIpAddress(address: string): boolean {
  return IPV4.test(address) || isIpv6Address(address);
}

/** RFC 4291, section 2.2: eight groups, one run of zeros as `::`, the last two as dotted IPv4. */
function isIpv6Address(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)?.at(-1) ?? '';
  const dotted = IPV4.test(last);
  const hexadecimal = dotted ? groups.flat().slice(0, -1) : groups.flat();
  if (!hexadecimal.every((group) => GROUP.test(group))) return false;
  const length = hexadecimal.length + (dotted ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}
