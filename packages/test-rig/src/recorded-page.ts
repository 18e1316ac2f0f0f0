/** What the checks need of a page; Playwright's and Puppeteer's both have it. */
export interface RecordedPage {
  evaluate<Result>(script: () => Promise<Result>): Promise<Result>;
  url(): string;
}

/** Runs in a page before its own scripts. Read by media-checks. */
export function recordPeerConnections(): void {
  const recorded: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      recorded.push(this);
    }
  };
  Object.defineProperty(window, 'recordedPeerConnections', { value: recorded });
}

const messages = new WeakMap<RecordedPage, string[]>();

/** Keeps a line for {@link pageMessages}. */
export function rememberMessage(page: RecordedPage, line: string): void {
  messages.set(page, [...pageMessages(page), line]);
}

/** What the page logged and threw so far, for the text of a failing test. */
export function pageMessages(page: RecordedPage): readonly string[] {
  return messages.get(page) ?? [];
}
