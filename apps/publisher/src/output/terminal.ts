import type { LogSettings } from './log.js';
import { LEVELS, type Level, logLine } from './log.js';
import { maskSecrets } from './mask-secrets.js';

/** The parts of a writable stream that are used; a terminal says how wide it is. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ERASE_LINE = '\r\u001b[2K';

/** Standard error: lines that stay, and below them, in a terminal, one that changes. */
export class Terminal {
  readonly #screen: Screen;
  readonly #settings: LogSettings;
  #status = '';

  constructor(screen: Screen, settings: LogSettings) {
    this.#screen = screen;
    this.#settings = settings;
  }

  /** True when a changing line makes sense. */
  get isLive(): boolean {
    return this.#screen.isTTY === true && this.#settings.level >= LEVELS.info;
  }

  tells(level: Level): boolean {
    return this.#settings.level >= LEVELS[level];
  }

  /** Whatever says it, also a media tool or the system: no secret of a URL is told. */
  say(level: Level, message: string): void {
    if (!this.tells(level)) return;
    this.#erase();
    const line = logLine(level, maskSecrets(message), this.#settings, new Date());
    this.#screen.write(`${line}\n`);
    this.#draw();
  }

  /** The changing line; empty takes it away. Without a terminal nothing happens. */
  showStatus(text: string): void {
    if (!this.isLive) return;
    this.#erase();
    this.#status = text.slice(0, Math.max(20, (this.#screen.columns ?? 80) - 1));
    this.#draw();
  }

  #erase(): void {
    if (this.#status !== '') this.#screen.write(ERASE_LINE);
  }

  #draw(): void {
    if (this.#status !== '') this.#screen.write(this.#status);
  }
}
