import { InvalidArgumentError } from 'commander';

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

/** `2500k`, `2.5M` or plain bits per second. @throws InvalidArgumentError */
export function readBitrate(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/i.exec(text) ?? [];
  const rate = Math.round(Number(amount) * (FACTORS[unit.toLowerCase()] ?? Number.NaN));
  if (rate >= 10_000) return rate;
  throw new InvalidArgumentError('Write it as 2500k or 2.5M, at least 10k.');
}

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/** `90`, `90s`, `1.5m`, `1:30` or `1:00:00`, as seconds. @throws InvalidArgumentError */
export function readDuration(text: string): number {
  if (/^\d+(?::[0-5]?\d){1,2}(?:\.\d+)?$/.test(text))
    return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? [];
  const factor = amount === '' ? undefined : SECONDS[unit];
  if (factor !== undefined && Number(amount) > 0) return Number(amount) * factor;
  throw new InvalidArgumentError('Write it as 90, 90s, 1.5m or 1:30.');
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** `1280x720`; both even, as 4:2:0 colours need. @throws InvalidArgumentError */
export function readSize(text: string): PictureSize {
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (size.width % 2 === 0 && size.height % 2 === 0) return size;
  throw new InvalidArgumentError('Write it as 1280x720, with even numbers.');
}

/** @returns a reader of whole numbers within limits; it throws InvalidArgumentError */
export function readInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

/** A full http or https URL. fetch refuses one with a password. @throws InvalidArgumentError */
export function readUrl(text: string): string {
  if (URL.canParse(text) && (new URL(text).username || new URL(text).password))
    throw new InvalidArgumentError('Leave out user and password; --token says who you are.');
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Write all of it: https://host/path.');
}

/** @throws InvalidArgumentError */
export function readOrigin(text: string): string {
  return new URL(readUrl(text)).origin;
}
