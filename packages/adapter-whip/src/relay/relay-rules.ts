import type { WhipError } from '@whipway/core';
import type { HttpReply } from '../http/http-message.js';
import type { IceServersPolicy, ProbeSettings } from '../settings.js';
import type { RefusalTable } from './refusals.js';

/** What one kind of server needs of the relay. */
export interface RelayRules {
  /** In messages: `The upstream server`, `Galene`. */
  readonly serverName: string;
  readonly onNoTrickle: 'accept' | 'refuse';
  readonly iceServers: IceServersPolicy;
  readonly probe: ProbeSettings;
  /** Goes with every request, e.g. `Host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Asked before the general table about a refused POST. */
  readonly refusals: RefusalTable;
  /** True: a restart may name the current ETag, and `"*"` in quotes is never tried. */
  readonly strictEtags: boolean;
  /** Tells more about a refused POST than its status does. Default: nothing. */
  explain?(reply: HttpReply, error: WhipError): Promise<WhipError>;
}
