import {
  DtlsClient,
  DtlsServer,
  type DtlsSocket,
  keyLength,
  ProtectionProfileAeadAes128Gcm,
  ProtectionProfileAes128CmHmacSha1_80,
  type RTCCertificate,
  saltLength,
} from 'werift';
import { type Fingerprint, matchesFingerprint } from './certificate.js';
import { closeNotify, readAlert } from './dtls-alert.js';
import { type DtlsRecord, isClientHello, RECORD_TYPE, readRecords } from './dtls-records.js';
import { HandshakeOrder } from './handshake-order.js';
import { provesPossession } from './handshake-proof.js';
import { SrtpLink } from './srtp-link.js';

export interface DtlsOptions {
  readonly role: 'client' | 'server';
  readonly certificate: RTCCertificate;
  /** Of the peer, from its offer. */
  readonly fingerprints: readonly Fingerprint[];
  readonly send: (data: Buffer) => void;
}

/** Flights of a handshake are repeated while this is lower than the next one: ends the repeating. */
const PAST_ALL_FLIGHTS = 99;

/** The DTLS association of a session (RFC 8842, RFC 5764): one handshake, which gives the SRTP keys. */
export class DtlsLink {
  onReady: (srtp: SrtpLink) => void = () => {};
  /** The peer said goodbye. */
  onClosed: () => void = () => {};
  onFailed: (why: string) => void = () => {};
  readonly #options: DtlsOptions;
  readonly #dtls: DtlsSocket;
  readonly #order = new HandshakeOrder();
  #state: 'handshaking' | 'ready' | 'over' = 'handshaking';
  #started = false;

  constructor(options: DtlsOptions) {
    this.#options = options;
    this.#dtls = makeSocket(options, (data) => this.#state !== 'over' && options.send(data));
    this.#dtls.onConnect.subscribe(() => this.#connected());
    this.#dtls.onError.subscribe((error) => {
      if (this.#state === 'handshaking') this.#fail(`${error}`);
    });
  }

  /** The way to the peer is open: the client's side begins. May be called again. */
  start(): void {
    if (this.#started || !(this.#dtls instanceof DtlsClient)) return;
    this.#started = true;
    this.#dtls.connect().catch((error: unknown) => {
      if (this.#state === 'handshaking') this.#fail(`${error}`);
    });
  }

  receive(datagram: Buffer): void {
    for (const record of readRecords(datagram)) {
      if (this.#state === 'over') return;
      try {
        this.#receiveRecord(record);
      } catch {
        // Garbage, or not made with our keys.
      }
    }
  }

  /** Says goodbye (S-102) and stops. */
  close(): void {
    if (this.#state === 'ready') this.#options.send(closeNotify(this.#dtls));
    this.#stop();
  }

  #receiveRecord(record: DtlsRecord): void {
    if (record.type === RECORD_TYPE.alert) this.#receiveAlert(record);
    // werift would begin anew for a ClientHello, and anybody can send one.
    else if (this.#state !== 'ready' || !isClientHello(record))
      for (const bytes of this.#order.take(record))
        this.#dtls.transport.socket.onData(bytes, ['', 0]);
  }

  #receiveAlert(record: DtlsRecord): void {
    const meaning = readAlert(record, this.#dtls);
    if (meaning === 'nothing') return;
    const wasReady = this.#state === 'ready';
    this.#stop();
    if (wasReady) this.onClosed();
    else this.onFailed('the peer broke the handshake off');
  }

  #connected(): void {
    if (this.#state !== 'handshaking') return;
    const profile = this.#dtls.srtp.srtpProfile;
    const fault = this.#peerFault() ?? (profile ? undefined : 'there is no common SRTP profile');
    if (fault || !profile) {
      this.#fail(fault ?? '');
      return;
    }
    this.#state = 'ready';
    const keys = this.#dtls.extractSessionKeys(keyLength(profile), saltLength(profile));
    this.onReady(new SrtpLink(keys, profile));
  }

  /** RFC 8842, section 5.1 and RFC 8122: another certificate than the offered one ends it (S-23). */
  #peerFault(): string | undefined {
    const { remoteCertificate } = this.#dtls;
    if (!remoteCertificate || !matchesFingerprint(remoteCertificate, this.#options.fingerprints))
      return 'the certificate is not the offered one';
    if (!provesPossession(this.#dtls, remoteCertificate))
      return 'the peer does not hold the key of its certificate';
    return undefined;
  }

  #fail(why: string): void {
    this.#stop();
    this.onFailed(why);
  }

  #stop(): void {
    this.#state = 'over';
    this.#dtls.dtls.flight = PAST_ALL_FLIGHTS;
  }
}

function makeSocket(options: DtlsOptions, send: (data: Buffer) => void): DtlsSocket {
  const { certificate, role } = options;
  const transport = {
    type: 'ice',
    address: { address: '', family: '', port: 0 },
    closed: false,
    onData: () => {},
    send: async (data: Buffer) => send(data),
    close: async () => {},
  };
  const common = {
    transport,
    cert: certificate.certPem,
    key: certificate.privateKey,
    signatureHash: certificate.signatureHash,
    srtpProfiles: [ProtectionProfileAeadAes128Gcm, ProtectionProfileAes128CmHmacSha1_80],
    extendedMasterSecret: true,
  };
  return role === 'client'
    ? new DtlsClient(common)
    : new DtlsServer({ ...common, certificateRequest: true });
}
