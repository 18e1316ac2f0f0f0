import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { recordPeerConnections, rememberMessage } from './recorded-page.js';

const LAUNCH_MILLISECONDS = 60_000;
const LOAD_MILLISECONDS = 15_000;
const CLOSE_MILLISECONDS = 10_000;

/** A test browser: a camera and a microphone that are made up, real addresses, nothing fetched. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-provider.enabled': false,
} as const;

export interface FirefoxOptions {
  /** Path of the browser, from `requirement('firefox')`. */
  readonly executable: string;
}

export interface RunningFirefox {
  readonly pid: number;
  /** Opens a page with cookies of its own. Its peer connections are recorded for media checks. */
  openPage(url?: string): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Debian's Firefox has VP8, VP9 and AV1, no H.264. It gathers candidates only where there is an
 * address that is not loopback and a default route: in the private network.
 *
 * @throws Puppeteer's error when the browser does not come up within 60 s.
 */
export async function launchFirefox({ executable }: FirefoxOptions): Promise<RunningFirefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: executable,
    headless: true,
    extraPrefsFirefox: PREFERENCES,
    timeout: LAUNCH_MILLISECONDS,
  });
  const child = browser.process();
  if (child?.pid === undefined) throw new Error('Firefox has no process id');
  return {
    pid: child.pid,
    openPage: (url = 'about:blank') => openPage(browser, url),
    close: () => close(browser, child),
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LOAD_MILLISECONDS);
  await page.evaluateOnNewDocument(recordPeerConnections);
  page.on('console', (message) => rememberMessage(page, `${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => rememberMessage(page, `uncaught: ${String(error)}`));
  await page.goto(url);
  return page;
}

/** One that does not end by itself is killed. */
async function close(browser: Browser, child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_MILLISECONDS);
  await browser.close().catch(() => undefined);
  await gone;
  clearTimeout(late);
}
