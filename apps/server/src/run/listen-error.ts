// biome-ignore format: one row a line, read it as a table
const SENTENCES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE:    (host, port) => `Port ${port} on ${host} is in use by another program. Stop that one, or choose another with --port.`,
  EACCES:        (_host, port) => `Port ${port} may not be used by this user. Choose one above 1023 with --port.`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this machine. Choose another with --host.`,
  ENOTFOUND:     (host) => `The host name ${host} is not known. Choose another with --host.`,
  EAI_AGAIN:     (host) => `The host name ${host} cannot be resolved now. Choose an IP address with --host.`,
};

/** The server cannot listen. The message is one sentence for whoever started it. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(cause: unknown, host: string, port: number) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    super(SENTENCES[code]?.(host, port) ?? `Cannot listen on ${host} port ${port}: ${message}.`, {
      cause,
    });
  }
}
