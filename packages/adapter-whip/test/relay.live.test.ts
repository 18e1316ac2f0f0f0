import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FrontDoor, openFrontDoor } from './support/front-door.js';
import { type BackendBlock, eventually, makeBackend } from './support/host.js';
import { UPSTREAM_TOKEN, WhipwayUpstream } from './support/whipway-upstream.js';

/** Through this gateway into a second, strict Whipway, over HTTP on both legs. */
describe('a second Whipway as upstream', () => {
  let upstream: WhipwayUpstream;
  let door: FrontDoor;

  beforeEach(async () => {
    upstream = new WhipwayUpstream(['live']);
    await upstream.comeUp();
  });
  afterEach(async () => {
    await door?.close();
    await upstream.goDown();
  });

  async function openDoor(block: Partial<BackendBlock>): Promise<void> {
    door = await openFrontDoor(makeBackend({ url: upstream.url, ...block }));
  }

  it('has its ICE servers passed on, credentials and all', async () => {
    await openDoor({ token: UPSTREAM_TOKEN });
    const reply = await door.post();
    expect(reply.status).toBe(201);
    expect(reply.headers.get('link')).toBe(
      '<turn:turn.example:3478?transport=tcp>; rel="ice-server"; username="1700000000:us\\"er"; credential="se\\\\cret"; credential-type="password"',
    );
    expect(JSON.stringify(door.logger.all)).not.toMatch(/us\\*"er|se\\*cret/);
  });

  it('that ends the session by itself is noticed', async () => {
    await openDoor({ token: UPSTREAM_TOKEN, probe: { interval: 50 } });
    const ends: string[] = [];
    door.gateway.subscribe((event) => {
      if (event.type === 'session-closed') ends.push(event.reason);
    });
    expect((await door.post()).status).toBe(201);
    const [session] = upstream.gateway.sessions();
    await upstream.gateway.end(session?.id ?? '', 'revoked');
    await eventually(() => ends.length > 0, 'the end is noticed');
    expect(ends).toEqual(['backend-closed']);
  });

  it('gets the client’s own token where that is configured, and judges it', async () => {
    await openDoor({ token: { from: 'client' } });
    const refused = await door.post('another-one');
    expect([refused.status, (await refused.json()).code]).toEqual([401, 'credential-invalid']);
    expect((await door.post(UPSTREAM_TOKEN)).status).toBe(201);
    expect(upstream.sessions).toBe(1);
    await door.close();
    expect(upstream.sessions).toBe(0);
  });
});
