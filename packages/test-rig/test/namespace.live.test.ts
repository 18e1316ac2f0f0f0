import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { describeLive } from '../src/describe-live.js';
import { searchPath } from '../src/program-search.js';

interface Link {
  readonly ifname: string;
  /** The other end of a veth pair, when it is in this namespace. */
  readonly link?: string;
  /** Set when the other end is in another namespace. */
  readonly link_netnsid?: number;
}

interface Route {
  readonly dst: string;
  readonly dev: string;
}

function ip<Entry>(...args: readonly string[]): readonly Entry[] {
  const env = { ...process.env, PATH: searchPath(process.env) };
  return JSON.parse(execFileSync('ip', ['-json', ...args], { encoding: 'utf8', env }));
}

// Nothing is sent to an outside address to show that it cannot be reached: links and routes tell.
describeLive({ describe, it }, ['netns'], 'private network', ({ netns }) => {
  it('has loopback and one pair of links, both ends inside', () => {
    const links = ip<Link>('link');
    expect(links.map(({ ifname }) => ifname).sort()).toEqual(['lo', 'whipway0', 'whipway1']);
    expect(links.filter(({ link_netnsid }) => link_netnsid !== undefined)).toEqual([]);
    const ends = links.flatMap(({ ifname, link }) => (link ? [`${ifname} to ${link}`] : []));
    expect(ends.sort()).toEqual(['whipway0 to whipway1', 'whipway1 to whipway0']);
  });

  it('has only its own addresses', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((entries = []) =>
      entries.map(({ address }) => address),
    );
    expect(addresses).toContain(netns);
    expect(addresses.filter((address) => ![netns, '127.0.0.1', '::1'].includes(address))).toEqual(
      [],
    );
  });

  it('leads every route, the default one too, into the pair', () => {
    const routes = ip<Route>('route');
    expect(routes.map(({ dst }) => dst)).toContain('default');
    expect(routes.filter(({ dev }) => dev !== 'whipway0')).toEqual([]);
  });

  it('has no neighbour that could pass a packet on', () => {
    const answering = ip<{ dst: string; lladdr?: string }>('neighbour').filter(
      ({ lladdr }) => lladdr !== undefined,
    );
    expect(answering).toEqual([]);
  });
});
