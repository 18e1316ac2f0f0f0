import { styleText } from 'node:util';

/** The levels of `--log-level`, as Janus and simple-whip-client number them. */
export const LEVELS = { error: 2, warning: 3, info: 4, detail: 5, trace: 7 } as const;
export type Level = keyof typeof LEVELS;

// biome-ignore format: one level a line, read it as a table
const LOOKS = {
  error:   { color: 'red',    label: 'error: ' },
  warning: { color: 'yellow', label: 'warning: ' },
  info:    { color: 'reset',  label: '' },
  detail:  { color: 'gray',   label: '' },
  trace:   { color: 'gray',   label: '' },
} as const satisfies Readonly<Record<Level, { color: 'red' | 'yellow' | 'reset' | 'gray'; label: string }>>;

export interface LogSettings {
  /** 0 to 7; 0 tells nothing. */
  readonly level: number;
  readonly colors: boolean;
  readonly timestamps: boolean;
}

/** One line, or several with line breaks in `message`, as it is printed. */
export function logLine(level: Level, message: string, settings: LogSettings, now: Date): string {
  const { color, label } = LOOKS[level];
  const time = settings.timestamps ? `[${now.toISOString()}] ` : '';
  const text = `${time}${label}${message}`;
  return settings.colors && color !== 'reset'
    ? styleText(color, text, { validateStream: false })
    : text;
}
