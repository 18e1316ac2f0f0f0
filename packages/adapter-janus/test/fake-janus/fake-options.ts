/** How a fake Janus is set up; as a real one's configuration files. */
export interface FakeOptions {
  readonly port: number;
  /** Milliseconds here, seconds in Janus. 0: never. */
  readonly sessionTimeout: number;
  readonly reclaimTimeout: number;
  readonly fullTrickle: boolean;
  readonly stringIds: boolean;
  readonly apiSecret: string | undefined;
  readonly token: string | undefined;
  readonly adminKey: string | undefined;
  /** The ack of an asynchronous request goes out after the answer it announces, as often seen. */
  readonly lateAck: boolean;
  /** Milliseconds without RTP until `receiving: false`. */
  readonly mediaTimeout: number;
  /** PEM key and certificate: wss. */
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
}

export const DEFAULT_OPTIONS: FakeOptions = {
  port: 0,
  sessionTimeout: 60_000,
  reclaimTimeout: 0,
  fullTrickle: false,
  stringIds: false,
  apiSecret: undefined,
  token: undefined,
  adminKey: undefined,
  lateAck: true,
  mediaTimeout: 1_000,
  tls: undefined,
};
