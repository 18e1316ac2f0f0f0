export const SDP = 'application/sdp';
export const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag';
export const PROBLEM = 'application/problem+json';

/**
 * A Content-Type without its parameters, in lower case: media types are case-insensitive and
 * parameters do not change them (S-05, RFC 9110, section 8.3.1).
 */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
