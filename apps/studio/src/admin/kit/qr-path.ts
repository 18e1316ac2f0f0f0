import { encode } from 'uqr';

/** A QR code as one path, a square of `size` modules with its quiet zone. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

/** Modules of light around the code (ISO/IEC 18004 asks for 4). */
const QUIET_ZONE = 4;

/** @throws Error for a text that no code can hold (more than about 2 900 bytes) */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const runs = data.flatMap((row, y) =>
    rowRuns(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  return { size, path: runs.join('') };
}

/** Start and length of each run of dark modules. */
function rowRuns(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const starts = row.flatMap((dark, x) => (dark && !row[x - 1] ? [x] : []));
  return starts.map((x) => {
    const end = row.indexOf(false, x);
    return [x, (end === -1 ? row.length : end) - x] as const;
  });
}
