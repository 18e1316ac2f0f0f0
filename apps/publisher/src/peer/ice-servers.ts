import { parseIceServers } from 'werift';

type Address = readonly [host: string, port: number];

/** One way to one TURN server. */
export interface TurnServer {
  /** As it was given; without user and password. */
  readonly url: string;
  readonly address: Address;
  /** Undefined where the URL leaves it open: UDP first, then TCP. */
  readonly transport: 'udp' | 'tcp' | 'tls' | undefined;
  readonly username: string;
  readonly password: string;
}

export interface IceServers {
  readonly stun: readonly Address[];
  /** In the order in which they were given. */
  readonly turn: readonly TurnServer[];
}

/** Every server of a configuration once; what cannot be used is left out (C-31). STUN is asked by UDP only. */
export function readIceServers(servers: readonly RTCIceServer[]): IceServers {
  const parsed = servers.flatMap(({ urls, username, credential }) =>
    [urls].flat().map((url) => {
      const rest = { ...(username ? { username } : {}), ...(credential ? { credential } : {}) };
      return { url, ...parseIceServers([{ urls: url, ...rest }]) };
    }),
  );
  const stun = parsed.flatMap(({ url, stunServer }) =>
    stunServer && !/^stuns:/i.test(url) ? [stunServer] : [],
  );
  const turn = parsed.flatMap(
    ({ url, turnServer, turnTransport, turnUsername, turnPassword }): TurnServer[] =>
      turnServer && turnUsername && turnPassword
        ? [
            {
              url,
              address: turnServer,
              transport: turnTransport,
              username: turnUsername,
              password: turnPassword,
            },
          ]
        : [],
  );
  return { stun: onceEach(stun), turn: onceEach(turn) };
}

function onceEach<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
