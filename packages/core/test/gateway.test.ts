import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { WhipError } from '../src/index.js';
import { fakeGateway, gate, OFFER, refusal, VIEWER_OFFER } from './support/fake-gateway.js';
import { settle } from './support/manual-clock.js';

describe('endpoints', () => {
  it.each(['', 'a/b', 'ä', '.', '..', 'x'.repeat(129), 'a b'])('refuses the id %j', async (id) => {
    const { gateway } = fakeGateway();
    await expect(gateway.addEndpoint({ id })).rejects.toThrow(TypeError);
  });

  it('takes an endpoint only when the backend can prepare it', async () => {
    const script = {
      openEndpoint: async () => {
        throw new WhipError('backend-refused', 'No such room.');
      },
    };
    const { gateway } = fakeGateway({ script });
    expect(await refusal(gateway.addEndpoint({ id: 'new' }))).toMatchObject({
      code: 'backend-refused',
    });
    expect(gateway.endpoint('new')).toBeUndefined();
  });

  it('takes one while the backend is down, when asked to prepare it later', async () => {
    const script = {
      openEndpoint: async () => {
        throw new WhipError('backend-unavailable', 'Down.');
      },
    };
    const { gateway } = fakeGateway({ script });
    await gateway.addEndpoint({ id: 'new' }, { prepare: 'with-first-publisher' });
    expect(gateway.endpoint('new')).toEqual({ id: 'new' });
    const published = gateway.publish({ endpointId: 'new', offer: OFFER });
    expect(await refusal(published)).toMatchObject({ code: 'backend-unavailable' });
  });

  it('tries a failed preparation again with the next POST', async () => {
    let down = true;
    const script = {
      openEndpoint: async () => {
        if (down) throw new WhipError('backend-unavailable', 'Down.');
      },
    };
    const { publish } = fakeGateway({ script });
    expect(await refusal(publish())).toMatchObject({ code: 'backend-unavailable' });
    down = false;
    await expect(publish()).resolves.toMatchObject({ kind: 'opened' });
  });

  it('ends its sessions when it is removed, also one that is opening', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const opening = refusal(fake.publish());
    await settle();
    const removing = fake.gateway.removeEndpoint('live');
    expect(await opening).toMatchObject({ code: 'endpoint-not-found', status: 404 });
    slow.open();
    await removing;
    expect(fake.backend.last.closed).toEqual(['endpoint-removed']);
    expect(fake.gateway.endpoints()).toEqual([]);
    expect(fake.clock.running).toBe(0);
    expect(fake.backend.endpoints).toEqual([]);
  });
});

describe('an endpoint that is removed and added again', () => {
  it('is prepared after the old one is cleared away', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { close: () => slow.promise } });
    await fake.publish();
    const done: string[] = [];
    const removing = fake.gateway.removeEndpoint('live').then(() => done.push('removed'));
    const adding = fake.gateway.addEndpoint({ id: 'live' }).then(() => done.push('added'));
    await settle();
    expect(done).toEqual([]);
    slow.open();
    await Promise.all([removing, adding]);
    expect(done).toEqual(['removed', 'added']);
    expect(fake.backend.endpoints).toEqual(['live']);
    await expect(fake.publish()).resolves.toMatchObject({ kind: 'opened' });
  });

  it('is not added while the gateway closes', async () => {
    const { gateway } = fakeGateway();
    void gateway.close();
    expect(await refusal(gateway.addEndpoint({ id: 'new' }))).toMatchObject({
      code: 'shutting-down',
    });
  });
});

describe('watching', () => {
  const watch = { endpointId: 'live', offer: VIEWER_OFFER };

  it('answers 404 with Retry-After until media has arrived', async () => {
    const fake = fakeGateway();
    const early = await refusal(fake.gateway.watch(watch));
    expect(early).toMatchObject({ code: 'nothing-published', status: 404, retryAfter: 2 });
    await fake.publish();
    expect(await refusal(fake.gateway.watch(watch))).toMatchObject({ code: 'nothing-published' });
    fake.backend.last.context.reports.mediaUp();
    const opened = await fake.gateway.watch(watch);
    if (opened.kind !== 'opened') throw new Error('a counter-offer');
    expect(opened.answer).toContain('a=sendonly');
    expect(opened.answer).not.toContain('a=recvonly');
  });

  it('refuses an offer that sends (WHEP)', async () => {
    const { gateway } = fakeGateway();
    const sending = gateway.watch({ endpointId: 'live', offer: OFFER });
    expect(await refusal(sending)).toMatchObject({ code: 'offer-unsupported', rule: 'S-08' });
  });

  it('ends the viewers with the publication', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    await fake.gateway.watch(watch);
    await fake.gateway.watch(watch);
    await fake.gateway.end(sessionId, 'client-deleted');
    await settle();
    expect(fake.backend.viewers.map(({ closed }) => closed)).toEqual([
      ['publication-ended'],
      ['publication-ended'],
    ]);
    expect(fake.gateway.sessions()).toEqual([]);
    expect(fake.clock.running).toBe(0);
  });

  it('passes a counter-offer on, and opens with the player’s answer', async () => {
    const answers: string[] = [];
    const fake = fakeGateway({
      script: {
        counterOffer: (session) => ({
          counterOffer: session.answer,
          complete: async (answer) => {
            answers.push(answer);
            return session;
          },
          close: (reason) => session.close(reason),
        }),
      },
    });
    await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    const offered = await fake.gateway.watch(watch);
    expect(offered).toMatchObject({ kind: 'counter-offered' });
    const { sessionId } = offered;
    const bad = fake.gateway.answer({ sessionId, answer: 'hello' });
    expect(await refusal(bad)).toMatchObject({ code: 'offer-malformed' });
    const { etag } = await fake.gateway.answer({ sessionId, answer: VIEWER_OFFER });
    const trickle = { sessionId, fragment: vectorText('OK-F1'), ifMatch: etag };
    await expect(fake.gateway.patch(trickle)).resolves.toEqual({ kind: 'trickled' });
    expect(answers).toEqual([VIEWER_OFFER]);
    const twice = fake.gateway.answer({ sessionId, answer: VIEWER_OFFER });
    expect(await refusal(twice)).toMatchObject({ code: 'offer-unsupported' });
    await fake.gateway.end(sessionId, 'client-deleted');
    expect(fake.backend.viewers[0]?.closed).toEqual(['client-deleted']);
  });

  it('releases a counter-offer that nobody answers', async () => {
    const fake = fakeGateway({
      script: {
        counterOffer: (session) => ({
          counterOffer: session.answer,
          complete: async () => session,
          close: (reason) => session.close(reason),
        }),
      },
    });
    await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    await fake.gateway.watch(watch);
    await fake.clock.advance(45_000);
    expect(fake.backend.viewers[0]?.closed).toEqual(['connect-timeout']);
  });

  it('says so when the backend cannot play', async () => {
    const fake = fakeGateway();
    Object.defineProperty(fake.backend, 'playback', { value: undefined });
    expect(await refusal(fake.gateway.watch(watch))).toMatchObject({
      code: 'playback-unsupported',
    });
  });
});

describe('the gateway itself', () => {
  it('tells what whoever ended a session said about it', async () => {
    const { gateway, events, publish } = fakeGateway();
    const { sessionId } = await publish();
    await gateway.end(sessionId, 'revoked', 'wrong picture');
    expect(events.at(-1)).toMatchObject({ reason: 'revoked', detail: 'wrong picture' });
  });

  it('keeps what a client calls itself, 256 characters of it', async () => {
    const { gateway } = fakeGateway();
    await gateway.publish({ endpointId: 'live', offer: OFFER, client: 'x'.repeat(300) });
    expect(gateway.sessions().map(({ client }) => client)).toEqual(['x'.repeat(256)]);
  });

  it('ends everything at close, and takes nothing more', async () => {
    const fake = fakeGateway();
    await fake.publish();
    await Promise.all([fake.gateway.close(), fake.gateway.close()]);
    expect(fake.backend.last.closed).toEqual(['shutdown']);
    expect(fake.backend.closed).toBe(1);
    expect(fake.clock.running).toBe(0);
    expect(await refusal(fake.publish())).toMatchObject({ code: 'shutting-down', status: 503 });
    expect(await refusal(fake.gateway.health())).toMatchObject({ code: 'shutting-down' });
  });

  it('fails a POST that is pending at close with 503', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const opening = refusal(fake.publish());
    await settle();
    const closing = fake.gateway.close();
    expect(await opening).toMatchObject({ code: 'shutting-down', retryAfter: 5 });
    slow.open();
    await closing;
    expect(fake.backend.last.closed).toEqual(['shutdown']);
  });

  it('tells every change of state, and is not disturbed by a listener that throws', async () => {
    const fake = fakeGateway();
    fake.gateway.subscribe(() => {
      throw new Error('bad listener');
    });
    const { sessionId } = await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    await fake.gateway.end(sessionId, 'client-deleted');
    const states = fake.events.flatMap((event) =>
      event.type === 'session-state' ? [`${event.from} → ${event.session.state}`] : [],
    );
    expect(states).toEqual([
      'new → negotiating',
      'negotiating → connecting',
      'connecting → connected',
      'connected → closed',
    ]);
  });

  it('counts quirks and tells them', async () => {
    const fake = fakeGateway();
    const offer = OFFER.replaceAll('a=rtcp-mux-only\r\n', '');
    await fake.gateway.publish({ endpointId: 'live', offer });
    expect(fake.gateway.quirkCounts()['rtcp-mux-only-missing']).toBe(1);
    expect(fake.events).toContainEqual({
      type: 'quirk',
      quirk: 'rtcp-mux-only-missing',
      endpointId: 'live',
    });
  });

  it('tells the backend’s health, with a deadline', async () => {
    const fake = fakeGateway();
    await expect(fake.gateway.health()).resolves.toBeUndefined();
    fake.backend.healthy = false;
    expect(await refusal(fake.gateway.health())).toMatchObject({ code: 'backend-unavailable' });
    fake.backend.health = () => new Promise(() => {});
    const hanging = refusal(fake.gateway.health());
    await fake.clock.advance(5_000);
    expect(await hanging).toMatchObject({ code: 'backend-timeout' });
  });

  it('gives a live session’s statistics', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    await expect(fake.gateway.stats(sessionId)).resolves.toEqual({ transport: 'udp', tracks: [] });
    expect(await refusal(fake.gateway.stats('nope'))).toMatchObject({ code: 'session-not-found' });
  });
});
