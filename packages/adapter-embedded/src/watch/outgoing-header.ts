import { ExtensionProfiles, RtpHeader } from 'werift';

/** RFC 8285, section 4.2: what one-byte header extensions can hold. */
const LARGEST_ID = 14;
const LONGEST_VALUE = 16;

/**
 * The RTP header of one outgoing stream, to be used for all its packets: only the numbers change.
 *
 * @param mid the negotiated id of the mid extension and its value; left out where it does not fit,
 *   receivers then go by the SSRC alone
 */
export function outgoingHeader(
  payloadType: number,
  ssrc: number,
  mid?: { readonly id: number; readonly value: string },
): RtpHeader {
  const payload = Buffer.from(mid?.value ?? '', 'latin1');
  const fits =
    payload.length > 0 && payload.length <= LONGEST_VALUE && (mid?.id ?? 0) <= LARGEST_ID;
  return new RtpHeader({
    payloadType,
    ssrc,
    extensionProfile: ExtensionProfiles.OneByte,
    extension: fits,
    extensions: mid && fits ? [{ id: mid.id, payload }] : [],
  });
}
