import type { ProbeSettings } from '../settings.js';
import {
  findProbeMethod,
  type ProbeFinding,
  type ProbeMethod,
  type ProbeSubject,
} from './probe-method.js';

/** Servers remembered: session URLs may name one edge of many. */
const SERVERS = 256;

/** Which method serves for probing, found out for each server. */
export class ProbeChoice {
  readonly #configured: ProbeSettings['method'];
  /** By the origin of the session’s URL: only what is certain. */
  readonly #known = new Map<string, ProbeMethod | 'blind'>();
  /** What the POSTs of this moment find out together. */
  readonly #finding = new Map<string, Promise<ProbeFinding>>();

  constructor(configured: ProbeSettings['method']) {
    this.#configured = configured;
  }

  /** Never rejects. What is not certain is asked again the next time. */
  async of(subject: ProbeSubject): Promise<ProbeFinding> {
    if (this.#configured === 'get') return 'GET';
    if (this.#configured === 'options') return 'OPTIONS';
    if (this.#configured === 'none') return 'blind';
    const { origin } = subject.url;
    const known = this.#known.get(origin);
    if (known !== undefined) return known;
    const finding = await (subject.fresh ? this.#together(subject) : findProbeMethod(subject));
    if (finding !== 'unclear' && finding !== 'silent') this.#remember(origin, finding);
    return finding;
  }

  #together(subject: ProbeSubject): Promise<ProbeFinding> {
    const { origin } = subject.url;
    const running = this.#finding.get(origin);
    if (running) return running;
    const finding = findProbeMethod(subject).finally(() => this.#finding.delete(origin));
    this.#finding.set(origin, finding);
    return finding;
  }

  #remember(origin: string, finding: ProbeMethod | 'blind'): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= SERVERS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(origin, finding);
  }
}
