import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_CERTIFICATE } from '@whipway/test-rig/test-certificate';
import WebSocket from 'ws';
import { CALL, publish } from './support/backend-host.js';
import { FakeStages } from './support/fake-stage.js';
import { offerText } from './support/offer-text.js';

const stages = new FakeStages();
afterEach(() => stages.clear());

describe('credentials of the Janus API', () => {
  it('go with every request: api_secret', async () => {
    const { janus, backend } = await stages.set({ apiSecret: 'hush' }, { apiSecret: 'hush' });
    await publish(backend, offerText());
    expect(janus.requests.every(({ apisecret }) => apisecret === 'hush')).toBe(true);
  });

  it('go with every request: token', async () => {
    const { janus, backend } = await stages.set({ token: 'tok' }, { token: 'tok' });
    await publish(backend, offerText());
    expect(janus.requests.every(({ token }) => token === 'tok')).toBe(true);
  });

  it.each([
    { apiSecret: 'hush', token: 'wrong' },
    { apiSecret: 'wrong', token: 'tok' },
  ])('suffice when one of two is right: %j', async (block) => {
    const { backend } = await stages.set({ apiSecret: 'hush', token: 'tok' }, block);
    await expect(publish(backend, offerText())).resolves.toBeDefined();
  });

  it.each([{}, { apiSecret: 'wrong' }])('that are wrong are refused: %j', async (block) => {
    const { backend } = await stages.set({ apiSecret: 'hush' }, block);
    const error = await backend.health(CALL).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'backend-refused' });
    expect(String(error)).not.toContain('hush');
  });
});

describe('wss', () => {
  let folder: string;
  let caFile: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whipway-tls-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, TEST_CERTIFICATE.cert);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes a certificate of the given authority', async () => {
    const { backend } = await stages.set({ tls: TEST_CERTIFICATE }, { tls: { caFile } });
    await expect(publish(backend, offerText())).resolves.toBeDefined();
  });

  it.each([
    ['an unknown authority', {}],
    ['an authority file that is not there', { caFile: '/nowhere/ca.pem' }],
  ])('refuses %s', async (_what, tls) => {
    const { backend } = await stages.set({ tls: TEST_CERTIFICATE }, { tls });
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'backend-unavailable' });
  });

  it('takes any certificate when told not to verify', async () => {
    const { backend } = await stages.set({ tls: TEST_CERTIFICATE }, { tls: { verify: false } });
    await expect(backend.health(CALL)).resolves.toBeUndefined();
  });
});

describe('the subprotocol', () => {
  it('is asked for: a fake that speaks like Janus refuses other WebSockets', async () => {
    const { janus, backend } = await stages.set();
    await backend.health(CALL);
    const other = new WebSocket(janus.url);
    const refused = await new Promise((resolve) => other.once('error', resolve));
    expect(String(refused)).toContain('401');
  });
});
