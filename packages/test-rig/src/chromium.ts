import { once } from 'node:events';
import { type Browser, type BrowserServer, chromium, type Page } from 'playwright-core';
import { recordPeerConnections, rememberMessage } from './recorded-page.js';

const LAUNCH_MILLISECONDS = 30_000;
const LOAD_MILLISECONDS = 15_000;

/** A test browser: no sandbox, no calls home, a camera and a microphone that are made up. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface ChromiumOptions {
  /** Path of the browser, from `requirement('chromium')`. */
  readonly executable: string;
  /** Also offers 127.0.0.1, which browsers do not by themselves. Default true. */
  readonly loopback?: boolean;
}

export interface RunningChromium {
  readonly pid: number;
  /** Opens a page with a profile of its own. Its peer connections are recorded for media checks. */
  openPage(url?: string): Promise<Page>;
  close(): Promise<void>;
  /** SIGKILL to all its processes at once: no BYE, no DTLS alert, as when a machine dies. */
  kill(): Promise<void>;
}

/** @throws playwright's error when the browser does not come up within 30 s. */
export async function launchChromium({
  executable,
  loopback = true,
}: ChromiumOptions): Promise<RunningChromium> {
  const server = await chromium.launchServer({
    executablePath: executable,
    headless: true,
    args: loopback ? [...FLAGS, '--allow-loopback-in-peer-connection'] : FLAGS,
    host: '127.0.0.1',
    timeout: LAUNCH_MILLISECONDS,
  });
  const browser = await chromium.connect(server.wsEndpoint(), { timeout: LAUNCH_MILLISECONDS });
  return {
    pid: processId(server),
    openPage: (url = 'about:blank') => openPage(browser, url),
    close: () => server.close(),
    kill: () => killGroup(server),
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  page.setDefaultTimeout(LOAD_MILLISECONDS);
  await page.addInitScript(recordPeerConnections);
  collectMessages(page);
  await page.goto(url);
  return page;
}

function collectMessages(page: Page): void {
  page.on('console', (message) => rememberMessage(page, `${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => rememberMessage(page, `uncaught: ${error.message}`));
}

function processId(server: BrowserServer): number {
  const { pid } = server.process();
  if (pid === undefined) throw new Error('Chromium has no process id');
  return pid;
}

/** Playwright starts the browser as leader of a process group; its helpers belong to it. */
async function killGroup(server: BrowserServer): Promise<void> {
  const child = server.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-processId(server), 'SIGKILL');
  await gone;
}
