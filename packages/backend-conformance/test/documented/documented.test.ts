import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type BackendSession,
  ERROR_CODES,
  Gateway,
  type MediaBackend,
  type MediaReports,
  SILENT_LOGGER,
} from '@whipway/core';
import { publishOffer } from '../../src/sample-offers.js';
import { SYSTEM_CLOCK } from '../../src/system-clock.js';
import { codeBlocks, firstColumn, promisesSection, WRITING_A_BACKEND } from './document.js';
import { acmeAdapter } from './src/index.js';
import { FakeAcme } from './test/fake-acme.js';

const BACKEND = {
  name: true,
  capabilities: true,
  open: true,
  wantsBearer: true,
  openEndpoint: true,
  closeEndpoint: true,
  health: true,
  close: true,
  playback: true,
} satisfies Record<keyof MediaBackend, true>;

const SESSION = {
  answer: true,
  iceServers: true,
  addCandidates: true,
  restartIce: true,
  stats: true,
  close: true,
} satisfies Record<keyof BackendSession, true>;

const REPORTS = {
  mediaUp: true,
  mediaDown: true,
  slowLink: true,
  note: true,
  hungUp: true,
} satisfies Record<keyof MediaReports, true>;

describe('docs/writing-a-backend.md', () => {
  it('shows the code that is tested here, all of it', () => {
    const shown = codeBlocks(WRITING_A_BACKEND);
    for (const { path, code } of shown) {
      expect(`${path}\n${code}`).toBe(
        `${path}\n${readFileSync(new URL(path, import.meta.url), 'utf8')}`,
      );
    }
    const files = ['src', 'test'].flatMap((folder) =>
      readdirSync(new URL(folder, import.meta.url)).map((file) => `${folder}/${file}`),
    );
    expect(shown.map(({ path }) => path).sort()).toEqual(files.sort());
  });

  it.each([
    ['`MediaBackend`, the media server', BACKEND],
    ['`BackendSession`, one publisher', SESSION],
    ['`MediaReports`, what you call', REPORTS],
  ])('has every member of %s', (title, members) => {
    expect(firstColumn(WRITING_A_BACKEND, title)).toEqual(Object.keys(members));
  });

  it('names error codes that exist', () => {
    const codes = firstColumn(WRITING_A_BACKEND, '**Errors are `WhipError`s.**');
    expect(codes.length).toBeGreaterThan(5);
    expect(Object.keys(ERROR_CODES)).toEqual(expect.arrayContaining([...codes]));
  });

  it('lists every promise', () => {
    const [, list = ''] = WRITING_A_BACKEND.split('## The promises\n\n');
    expect(list).toBe(promisesSection());
  });
});

describe('the documented adapter', () => {
  it('serves a gateway, from its configuration to the end of a session', async () => {
    const acme = new FakeAcme();
    await acme.start();
    const settings = acmeAdapter.settings.backend.parse({ url: acme.url });
    const environment = { clock: SYSTEM_CLOCK, logger: SILENT_LOGGER };
    const backend = acmeAdapter.create(settings, {
      ...environment,
      media: { addresses: ['127.0.0.1'], stun: [] },
    });
    let ids = 0;
    const random = () => `id-${ids++}`;
    const endpoint = { id: 'live', settings: acmeAdapter.settings.endpoint.parse({}) };
    const gateway = new Gateway({
      backend,
      ports: { ...environment, ids: { random } },
      endpoints: [endpoint],
    });
    const opened = await gateway.publish({ endpointId: 'live', offer: publishOffer() });
    expect(opened.answer).toContain('a=candidate:');
    expect(gateway.sessions()).toMatchObject([{ state: 'connected', unconfirmed: true }]);
    expect(acme.sessions.size).toBe(1);
    await gateway.end(opened.sessionId, 'client-deleted');
    expect(acme.sessions.size).toBe(0);
    await gateway.close();
    await acme.stop();
  });

  it('refuses settings it does not know', () => {
    const { backend } = acmeAdapter.settings;
    expect(() => backend.parse({ url: 'http://127.0.0.1', urll: 1 })).toThrow('urll');
    expect(() => backend.parse({ url: 'nowhere' })).toThrow('url');
  });
});
