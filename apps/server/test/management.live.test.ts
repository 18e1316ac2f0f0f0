import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, launchChromium, type RunningChromium } from '@whipway/test-rig';
import { eventually } from './support/eventually.js';
import { type ManagementOptions, ManagementPage } from './support/management-page.js';
import {
  ADMIN_TOKEN,
  type ManagementServer,
  startManagementServer,
} from './support/management-server.js';

/** React's work comes through message channels: half a second later than it would. */
function delayReact(): void {
  const send = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function delayed(message: unknown): void {
    setTimeout(() => send.call(this, message), 500);
  };
}

describeLive({ describe, it }, ['chromium'], 'the management of endpoints', (found) => {
  let running: ManagementServer;
  let browser: RunningChromium;
  const pages: ManagementPage[] = [];

  beforeAll(async () => {
    running = await startManagementServer();
    browser = await launchChromium({ executable: found.chromium });
  });

  afterEach(async () => {
    for (const { tab } of pages) await tab.goto('about:blank');
    for (const { tab } of pages.splice(0)) await tab.context().close();
    for (const id of await running.calls.endpointIds())
      if (id !== 'from-file') await running.calls.destroy(id);
  });

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  async function open(options?: ManagementOptions, token = ADMIN_TOKEN): Promise<ManagementPage> {
    const page = await ManagementPage.open(browser, running.server.url, token, options);
    pages.push(page);
    return page;
  }

  it('keeps the note of a teardown as its reason, also for who comes later', async () => {
    const page = await open({ route: '#/endpoints/from-file' });
    await page.click('test-start');
    await page.reaches('publisher-state', 'connected');
    await page.click('open-session');
    await page.click('teardown');
    await page.get('teardown-note').fill('Copyright claim of 12 May');
    await page.click('confirm-teardown');
    await page.get('close-detail').waitFor();
    const later = await open({ route: new URL(page.tab.url()).hash });
    await later.get('close-reason').waitFor();
    expect(await later.get('close-detail').textContent()).toBe('Copyright claim of 12 May');
  });

  it('asks for the token, refuses a wrong one in words, and keeps none in the address', async () => {
    const page = await open({}, 'a-token-that-is-wrong');
    expect(await page.page.error()).toMatch(/does not accept this token/);
    await page.page.keepScreenshot('sign-in-refused');
    await page.get('admin-token').fill(ADMIN_TOKEN);
    await page.get('admin-token').press('Enter');
    await page.get('endpoint-link').waitFor();
    expect(page.tab.url()).toBe(`${running.server.url}/#/endpoints`);
    await page.tab.reload();
    await page.get('endpoint-link').waitFor();
    expect(page.page.requests.filter((url) => url.includes(ADMIN_TOKEN))).toEqual([]);
    await page.click('sign-out');
    await page.get('admin-token').waitFor();
    await page.tab.reload();
    await page.get('admin-token').waitFor();
  });

  it('takes a token that the address gets while the page is still being made', async () => {
    const page = await open(
      { route: `#/endpoints/from-file?admin=${ADMIN_TOKEN}`, beforeScripts: delayReact },
      '',
    );
    await page.get('read-only').waitFor();
    expect(page.tab.url()).toBe(`${running.server.url}/#/endpoints/from-file`);
  });

  it('shows what other people do, without asking for it', async () => {
    const page = await open();
    await page.get('endpoint-link').waitFor();
    page.watchCalls();
    await running.calls.create({ id: 'made-elsewhere', token: 't' });
    await page.tab.getByRole('link', { name: 'made-elsewhere' }).waitFor();
    await running.calls.destroy('made-elsewhere');
    await page.tab.getByRole('link', { name: 'made-elsewhere' }).waitFor({ state: 'detached' });
    expect(page.calls).toEqual([]);
  });

  it('shows that the server is gone, and that it is back with what it keeps', async () => {
    await running.calls.create({ id: 'kept', token: 't' });
    const page = await open();
    await page.tab.getByRole('link', { name: 'kept' }).waitFor();
    const before = running;
    await before.server.stop();
    try {
      await page.tab.locator('[data-testid="connection"][data-lost="true"]').waitFor();
      await page.page.keepScreenshot('disconnected');
      // The list stays readable meanwhile.
      expect(await page.tab.getByRole('link', { name: 'kept' }).isVisible()).toBe(true);
    } finally {
      // The other tests need it, whatever becomes of this one.
      running = await before.restart();
    }
    await page.tab
      .locator('[data-testid="connection"][data-lost="false"]')
      .waitFor({ state: 'attached' });
    await running.calls.create({ id: 'made-after', token: 't' });
    await page.tab.getByRole('link', { name: 'made-after' }).waitFor();
  });

  it('asks before a change of options that disconnects a publisher, and says afterwards what it was', async () => {
    await running.calls.create({ id: 'on-air', token: 't' });
    const page = await open({ route: '#/endpoints/on-air' });
    await page.click('test-start');
    await page.reaches('publisher-state', 'connected');
    await page.click('endpoint-edit');
    await page.get('setting-layer').fill('lowest');
    await page.click('endpoint-save');
    await page.tab.getByText('saving disconnects the publisher.').waitFor();
    await page.page.keepScreenshot('interruption');
    await page.tab.getByRole('button', { name: 'Cancel' }).last().click();
    await page.get('confirm-interruption').waitFor({ state: 'detached' });
    expect(await running.calls.liveSession('on-air')).not.toBe('');
    await page.click('endpoint-save');
    await page.click('confirm-interruption');
    await page.tab.getByText('"layer": "lowest"').waitFor();
    const past = page.tab.locator('[data-testid="session-line"][data-state="closed"]');
    await eventually(async () =>
      expect(await past.first().textContent()).toMatch(/destroyed or got other options/),
    );
  });

  it('leaves the focus to the browser on the page that it opened, and takes it along afterwards', async () => {
    const page = await open({ route: '#/endpoints/from-file' });
    // Opened by its address, not gone to.
    await page.tab.reload();
    await page.get('endpoint-state').waitFor();
    const focused = () => page.tab.evaluate(() => document.activeElement?.tagName);
    expect(await focused()).toBe('BODY');
    await page.tab.getByRole('link', { name: 'Endpoints' }).first().click();
    await page.get('endpoint-link').first().click();
    await page.get('endpoint-state').waitFor();
    expect(await page.tab.locator(':focus').textContent()).toBe('from-file');
    await page.click('test-start');
    await page.click('open-session');
    await page.get('timeline').waitFor();
    expect(await page.tab.locator(':focus').textContent()).toBe('Publisher on from-file');
  });

  it('says that something was copied, and that something was not', async () => {
    const page = await open({ route: '#/endpoints/from-file' });
    await page.click('kit-obs');
    await page.tab.getByRole('button', { name: 'Copy bearer token' }).click();
    await page.tab.getByRole('status').getByText('Copied: bearer token.').waitFor();
    await page.tab.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.execCommand = () => false;
    });
    await page.tab.getByRole('button', { name: 'Copy server' }).click();
    await page.tab.getByRole('status').getByText('Not copied: server.').waitFor();
    expect(await page.get('announcement').isVisible()).toBe(true);
    await page.page.keepScreenshot('copy-failed');
  });

  it('tells what the server says to a name that it does not serve, and keeps the token', async () => {
    const page = await open({
      prepare: async (tab) => {
        // The page comes back by itself, too: the name is served only once something was pressed.
        await tab.evaluate(() => {
          window.addEventListener('click', () => document.body.classList.add('pressed'), true);
        });
        // The page itself is there for any name; the API is not.
        await tab.route('**/api/**', async (route) => {
          if (await tab.locator('body.pressed').count()) return route.continue();
          const headers = { ...route.request().headers(), host: 'media.example' };
          await route.fulfill({ response: await route.fetch({ headers }) });
        });
      },
    });
    expect(await page.page.error()).toMatch(/host name is not served.*admin\.hosts/s);
    await page.page.keepScreenshot('host-not-served');
    await page.tab.getByRole('button', { name: 'Try again' }).click();
    await page.get('endpoint-link').waitFor();
  });

  describe('two people who edit the same endpoint', () => {
    /** The second saves what the first has open. */
    async function conflict(): Promise<ManagementPage> {
      await running.calls.create({ id: 'shared', token: 't', embedded: { layer: 'highest' } });
      const page = await open({ route: '#/endpoints/shared' });
      await page.click('endpoint-edit');
      await page.get('setting-layer').fill('mine');
      await running.calls.change('shared', { token: 't', embedded: { layer: 'theirs' } });
      await page.click('endpoint-save');
      await page.get('conflict').waitFor();
      return page;
    }

    it('see how their versions differ, and one goes on', async () => {
      const page = await conflict();
      expect(await page.get('conflict').textContent()).toMatch(
        /layer: saved is theirs, yours is mine/,
      );
      await page.page.keepScreenshot('conflict');
      await page.click('conflict-mine');
      await page.click('endpoint-save');
      await page.tab.getByText('"layer": "mine"').waitFor();
    });

    it('or takes the saved version', async () => {
      const page = await conflict();
      await page.click('conflict-theirs');
      expect(await page.get('setting-layer').inputValue()).toBe('theirs');
      await page.click('endpoint-save');
      await page.tab.getByText('"layer": "theirs"').waitFor();
    });
  });

  it('says that an endpoint of the configuration is changed there, and still ends its sessions', async () => {
    const page = await open({ route: '#/endpoints/from-file' });
    expect(await page.get('read-only').textContent()).toMatch(/configuration file/);
    expect(await page.get('endpoint-edit').count()).toBe(0);
    expect(await page.get('endpoint-destroy').count()).toBe(0);
    await page.click('kit-ffmpeg');
    await page.tab.getByText('-authorization file-secret').waitFor();
  });

  describe('a form', () => {
    it('says at its fields what is wrong, before anything is sent', async () => {
      const page = await open();
      await page.click('new-endpoint');
      await page.get('endpoint-id').fill('a b');
      await page.get('setting-layer').fill('no layer!');
      page.watchCalls();
      await page.click('endpoint-save');
      await page.tab.getByText('Letters, digits and').waitFor();
      await page.tab.getByText('This text is not allowed here').waitFor();
      expect(page.calls).toEqual([]);
      const focused = page.tab.locator(':focus');
      expect(await focused.getAttribute('data-testid')).toBe('endpoint-id');
      await page.page.keepScreenshot('form-faults');
      await page.get('endpoint-id').fill('fine');
      await page.tab.getByText('Letters, digits and').waitFor({ state: 'detached' });
    });

    it('shows at the field what only the server finds', async () => {
      await running.calls.create({ id: 'taken', token: 't' });
      const page = await open({
        // A form made from a schema that lets everything pass; the real one stays with the server.
        prepare: (tab) =>
          tab.route('**/api/backends', async (route) => {
            const response = await route.fetch();
            const text = (await response.text()).replaceAll('"pattern"', '"title"');
            await route.fulfill({ response, body: text });
          }),
      });
      await page.click('new-endpoint');
      await page.get('endpoint-id').fill('refused');
      await page.get('setting-layer').fill('no layer!');
      await page.click('endpoint-save');
      const field = page.get('setting-layer');
      await eventually(async () => expect(await field.getAttribute('aria-invalid')).toBe('true'));
      expect(await running.calls.endpointIds()).not.toContain('refused');
      await page.get('setting-layer').fill('');
      await page.get('endpoint-id').fill('taken');
      await page.click('endpoint-save');
      const id = page.get('endpoint-id');
      await eventually(async () => expect(await id.getAttribute('aria-invalid')).toBe('true'));
    });
  });

  it('does it all with the keyboard, and gives the focus back', async () => {
    const page = await open();
    await page.get('new-endpoint').waitFor();
    const press = (key: string) => page.tab.keyboard.press(key);
    const focused = () => page.tab.locator(':focus');
    await page.get('new-endpoint').focus();
    await press('Enter');
    await page.get('endpoint-id').waitFor();
    await eventually(async () =>
      expect(await focused().getAttribute('data-testid')).toBe('endpoint-id'),
    );
    await press('Escape');
    await eventually(async () =>
      expect(await focused().getAttribute('data-testid')).toBe('new-endpoint'),
    );
    await press('Enter');
    await page.get('endpoint-id').waitFor();
    await eventually(async () =>
      expect(await focused().getAttribute('data-testid')).toBe('endpoint-id'),
    );
    await page.tab.keyboard.type('by-keyboard');
    await press('Enter');
    await page.tab.getByRole('heading', { name: 'by-keyboard', level: 1 }).waitFor();
    await eventually(async () => expect(await focused().textContent()).toBe('by-keyboard'));
    await press('Tab');
    await press('Tab');
    expect(await focused().getAttribute('data-testid')).toBe('endpoint-destroy');
    await press('Enter');
    await page.get('confirm-destroy').waitFor();
    await eventually(async () => expect(await focused().textContent()).toBe('Cancel'));
    await press('Tab');
    await press('Enter');
    await page.tab.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
    expect(await running.calls.endpointIds()).toEqual(['from-file']);
  });

  it('gives a short-lived token that opens a session', async () => {
    const page = await open({ route: '#/endpoints/from-file' });
    await page.click('kit-ffmpeg');
    await page.click('kit-token');
    await page.tab.getByRole('option', { name: 'For 15 minutes' }).click();
    const command = page.tab.locator('pre:visible');
    await eventually(async () => expect(await command.textContent()).not.toContain('file-secret'));
    const [, token = ''] = /-authorization (\S+)/.exec((await command.textContent()) ?? '') ?? [];
    expect(token.length).toBeGreaterThan(20);
    // JSON Web Tokens of the same second are the same.
    await page.tab.waitForTimeout(1_000);
    await page.click('kit-token-new');
    await eventually(async () => {
      const text = (await command.textContent()) ?? '';
      expect(text).toContain('-authorization ');
      expect(text).not.toContain(token);
      expect(text).not.toContain('file-secret');
    });
    const refused = running.calls.publish('from-file', `${token}x`, 'v=0');
    await expect(refused).rejects.toThrow(/token is not accepted/);
    const read = running.calls.publish('from-file', token, 'v=0');
    await expect(read).rejects.toThrow(/SDP offer cannot be read/);
  });

  it('does not load any of it for who only publishes', async () => {
    const page = await open({ route: '#/publish/from-file?token=file-secret' }, '');
    await page.get('publish-start').waitFor();
    await page.tab.waitForLoadState('networkidle');
    const loaded = () => page.page.requests.filter((url) => url.includes('/management-pages'));
    expect(loaded()).toEqual([]);
    await page.goto('#/endpoints');
    await page.get('admin-token').waitFor();
    expect(loaded().length).toBeGreaterThan(0);
  });
});
