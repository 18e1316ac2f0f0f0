import type { MediaReports } from '../backend/media-backend.js';
import type { SessionEvent } from './session-event.js';

/** Reports that are told as they are, whatever the session's state. */
type ToldReports = Required<Pick<MediaReports, 'slowLink' | 'note'>>;

/**
 * Lets a backend's reports through to the session. Reports about media may come before the answer
 * does: they are held until then. A hang-up goes through at once and fails the POST.
 */
export class MediaReportGate implements MediaReports {
  readonly #dispatch: (event: SessionEvent) => void;
  readonly slowLink: ToldReports['slowLink'];
  readonly note: ToldReports['note'];
  #held: SessionEvent[] | undefined = [];

  constructor(dispatch: (event: SessionEvent) => void, { slowLink, note }: ToldReports) {
    this.#dispatch = dispatch;
    this.slowLink = slowLink;
    this.note = note;
  }

  mediaUp(): void {
    this.#report({ name: 'media-up' });
  }

  mediaDown(): void {
    this.#report({ name: 'media-down' });
  }

  hungUp: MediaReports['hungUp'] = (reason, detail) => {
    this.#dispatch({ name: 'hung-up', reason, ...(detail === undefined ? {} : { detail }) });
  };

  /** The answer is out: from now on reports count at once. */
  open(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) this.#dispatch(event);
  }

  #report(event: SessionEvent): void {
    if (this.#held) this.#held.push(event);
    else this.#dispatch(event);
  }
}
