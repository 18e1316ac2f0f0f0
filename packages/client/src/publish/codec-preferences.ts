import { ClientError } from '../client-error.js';
import type { CodecCapabilities } from '../platform.js';

/** Formats that repair or accompany others. They stay, in the platform's order. */
const COMPANIONS = new Set(['RTX', 'RED', 'ULPFEC', 'FLEXFEC-03', 'TELEPHONE-EVENT', 'CN']);

/**
 * The list for `setCodecPreferences`: of each wanted codec all its profiles, then repair formats.
 *
 * @param wanted names such as `H264`, `h.264` or `video/H264`; those nobody here can send are passed over.
 * @throws ClientError `codec-unavailable` when none of them can be sent.
 */
export function preferredCodecs(
  kind: string,
  wanted: readonly string[],
  { send, receive }: CodecCapabilities,
): RTCRtpCodec[] {
  const sendable = new Set(send.map(codecName));
  const names = [...new Set(wanted.map(bareName))].filter((name) => sendable.has(name));
  // Browsers take what they could receive only, for a track that is sent as well.
  const chosen = names.flatMap((name) => receive.filter((codec) => codecName(codec) === name));
  if (chosen.length === 0) throw unavailable(kind, wanted, sendable);
  return [...chosen, ...receive.filter((codec) => COMPANIONS.has(codecName(codec)))];
}

function codecName({ mimeType }: RTCRtpCodec): string {
  return bareName(mimeType);
}

function bareName(name: string): string {
  return name
    .replace(/^(?:audio|video)\//i, '')
    .replace(/^H\./i, 'H')
    .toUpperCase();
}

function unavailable(
  kind: string,
  wanted: readonly string[],
  sendable: ReadonlySet<string>,
): ClientError {
  const there = [...sendable].filter((name) => !COMPANIONS.has(name));
  const detail = `No way to send ${kind} as ${wanted.join(' or ')}; it has ${there.join(', ') || 'nothing'}.`;
  return new ClientError('codec-unavailable', detail);
}
