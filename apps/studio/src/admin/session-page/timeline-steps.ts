import type { MantineColor } from '@mantine/core';
import type { SessionDetails, TimelineEntry } from '../api/wire.js';
import { spanText } from '../parts/times.js';
import { closeReasonText, stateColor, stateStep } from '../parts/words.js';

/** One line of the timeline. */
export interface TimelineStep {
  readonly at: number;
  readonly title: string;
  readonly color: MantineColor;
  /** How long after the step before, when that is worth telling. */
  readonly after: string;
  readonly detail: string;
}

const EVENTS = {
  restarted: { title: 'ICE was restarted', color: 'blue' },
  'slow-link': { title: 'Many packets were lost', color: 'orange' },
  noted: { title: 'Of the media server', color: 'gray' },
} as const;

/** The timeline in words. */
export function timelineSteps(session: SessionDetails): readonly TimelineStep[] {
  return session.timeline.map((entry, index) => {
    const before = session.timeline[index - 1];
    return {
      at: entry.at,
      ...meaning(entry, session),
      after: before && entry.at - before.at >= 1 ? `+${afterText(entry.at - before.at)}` : '',
    };
  });
}

function meaning(
  { state, event, topic, detail = '' }: TimelineEntry,
  { closeReason }: SessionDetails,
): Pick<TimelineStep, 'title' | 'color' | 'detail'> {
  if (event) return { ...EVENTS[event], detail: topic ? `${topic}: ${detail}` : detail };
  if (state === 'closed')
    return { title: closeReasonText(closeReason), color: stateColor(state), detail };
  return state
    ? { title: stateStep(state), color: state === 'connected' ? 'teal' : stateColor(state), detail }
    : { title: 'Something happened', color: 'gray', detail };
}

function afterText(span: number): string {
  return span < 1_000 ? `${span} ms` : spanText(span);
}
