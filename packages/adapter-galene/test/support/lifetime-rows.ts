import { eventually, pause } from '@whipway/test-rig/eventually';
import { type Asking, bearer, fragment, type Rows } from './galene-asking.js';

/** What ends a session, and what does not. */
export const LIFETIME_ROWS: Rows = {
  'an operator sends the client away: its session is gone': [
    [200, 404],
    async (g) => {
      await g.group('stage');
      const token = await g.token('stage', { username: 'actor' });
      const path = (await g.post('stage', bearer(token))).header('location') ?? '';
      const before = (await g.ask('OPTIONS', path, bearer(token))).status;
      const operator = await g.operator('stage');
      await operator.kick((name) => name === 'actor');
      await operator.hears(({ kind, username }) => kind === 'delete' && username === 'actor');
      return [before, (await g.ask('OPTIONS', path, bearer(token))).status];
    },
  ],
  'a restart of the server: its sessions are gone, its groups and tokens are not': [
    [404, 201],
    async (g) => {
      const { galene, asking } = await g.other();
      const token = await asking.token('closed');
      const path = (await asking.post('closed', bearer(token))).header('location') ?? '';
      await galene.restart();
      const gone = (await asking.ask('OPTIONS', path, bearer(token))).status;
      return [gone, (await asking.post('closed', bearer(token))).status];
    },
  ],
};

/** Rows in which much time passes: to be begun before others, and looked at after them. */
export const LONG_ROWS: Rows = {
  'a session that nobody connects to is over after 30 s, with candidates and without': [
    [200, 200, 404, 404],
    async (g) => {
      const [silent, trickling] = [await g.session(), await g.session()];
      await g.patch(trickling.path, fragment(trickling.offer));
      const look = async () => [
        (await g.ask('OPTIONS', silent.path)).status,
        (await g.ask('OPTIONS', trickling.path)).status,
      ];
      await g.pass(27_000);
      const before = await look();
      await g.pass(6_000);
      return [...before, ...(await look())];
    },
  ],
  'POST with a STUN server that says nothing: 201, after 5 s': [
    ['waiting', 201],
    async (g) => {
      const { asking } = await g.other({ iceServers: [{ urls: ['stun:127.0.0.1:9'] }] });
      const posting = asking.post('open').then(({ status }) => status);
      await eventually(async () => (await clientsIn(asking, 'open')) === 1, 'the client is in');
      await asking.pass(4_000);
      // A reply that is due has come by then.
      await pause(100);
      const before = await Promise.race([posting, Promise.resolve('waiting')]);
      await asking.pass(2_000);
      return [before, await posting];
    },
  ],
};

async function clientsIn(asking: Asking, group: string): Promise<number> {
  const { body } = await asking.api('GET', '.stats');
  const groups: { name: string; clients: unknown[] | null }[] = JSON.parse(body) ?? [];
  return groups.find(({ name }) => name === group)?.clients?.length ?? 0;
}
