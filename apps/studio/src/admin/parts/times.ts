const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in one unit: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function agoText(at: number, now: number): string {
  const past = now - at;
  if (past < 45 * SECOND) return 'just now';
  if (past < HOUR) return `${Math.max(1, Math.round(past / MINUTE))} min ago`;
  if (past < DAY) return `${Math.round(past / HOUR)} h ago`;
  const days = Math.round(past / DAY);
  return days === 1 ? 'a day ago' : `${days} days ago`;
}

/** How long, in its two largest units: `12 s`, `4 min 7 s`, `3 h 5 min`, `2 d 4 h`. */
export function spanText(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return pair(span, MINUTE, 'min', SECOND, 's');
  if (span < DAY) return pair(span, HOUR, 'h', MINUTE, 'min');
  return pair(span, DAY, 'd', HOUR, 'h');
}

function pair(span: number, large: number, name: string, small: number, rest: string): string {
  const remainder = Math.floor((span % large) / small);
  const first = `${Math.floor(span / large)} ${name}`;
  return remainder === 0 ? first : `${first} ${remainder} ${rest}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** Time of day, with the date in front when it was not today. */
export function momentText(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? CLOCK : DAY_AND_CLOCK).format(at);
}
