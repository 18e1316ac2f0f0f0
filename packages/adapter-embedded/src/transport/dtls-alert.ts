import type { DtlsSocket } from 'werift';
import { type DtlsRecord, RECORD_TYPE, recordHeader } from './dtls-records.js';

/** RFC 5246, section 7.2. */
const LEVEL = { warning: 1, fatal: 2 } as const;
const CLOSE_NOTIFY = 0;

/** DTLS 1.2, as it is written in a record. */
const DTLS_1_2 = 0xfefd;

/** What an alert means for the connection. */
export type AlertMeaning = 'closed' | 'failed' | 'nothing';

function meaningOf(level: number | undefined, description: number | undefined): AlertMeaning {
  if (description === CLOSE_NOTIFY) return 'closed';
  return level === LEVEL.fatal ? 'failed' : 'nothing';
}

/**
 * Reads an alert. Once keys are agreed only a protected one counts: anybody can send the other kind.
 */
export function readAlert(record: DtlsRecord, dtls: DtlsSocket): AlertMeaning {
  const { fragment, epoch } = record;
  if (!dtls.connected && epoch === 0) return meaningOf(fragment[0], fragment[1]);
  if (epoch === 0) return 'nothing';
  const { type, version, sequenceNumber } = record;
  const header = { type, version, epoch, sequenceNumber };
  const [level, description] = dtls.cipher.cipher.decrypt(dtls.sessionType, fragment, header);
  return meaningOf(level, description);
}

/** A protected close_notify, for a connection whose handshake is done. */
export function closeNotify(dtls: DtlsSocket): Buffer {
  dtls.dtls.recordSequenceNumber += 1;
  const header = {
    type: RECORD_TYPE.alert,
    version: DTLS_1_2,
    epoch: dtls.dtls.epoch,
    sequenceNumber: dtls.dtls.recordSequenceNumber,
  };
  const alert = Buffer.from([LEVEL.warning, CLOSE_NOTIFY]);
  const fragment = dtls.cipher.cipher.encrypt(dtls.sessionType, alert, header);
  return Buffer.concat([recordHeader({ ...header, fragment }), fragment]);
}
