import { median } from '../measure/percentile.js';
import { budgetRow } from '../report/budget.js';
import { type Row, table } from '../report/table.js';
import { type Figures, figuresOf } from './figures.js';
import { WAYS, type Way } from './forwarder.js';
import { type Load, measureWay } from './measure-way.js';

const LOAD: Load = { bitrate: 5_000_000, viewers: 20 };
/** The ways take turns, so that all of them see the same machine. */
const ROUNDS = 3;

/** Prints what it measured. @throws Error when media does not flow */
export async function benchEmbedded({
  print,
}: {
  readonly print: (text: string) => void;
}): Promise<void> {
  const runs: Record<Way, Figures[]> = { 'bare werift': [], embedded: [] };
  const rows: Row[] = [];
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const way of WAYS) {
      const figures = figuresOf(await measureWay(way, LOAD));
      runs[way].push(figures);
      rows.push(figuresRow(`${way}, ${round}`, figures));
    }
  print(`\n1 publisher of audio and video → ${LOAD.viewers} viewers\n\n${table(rows)}`);
  const cost = (way: Way) => median(runs[way].map((one) => one.microsecondsPerPacket));
  const what = 'CPU a packet in or out, median; base: bare werift, µs';
  const budget = { what, measured: cost('embedded'), base: cost('bare werift'), atMost: 1.3 };
  print(`\nbudgets\n\n${table([budgetRow(budget), gapsRow(runs)])}`);
}

function figuresRow(run: string, figures: Figures): Row {
  return {
    run,
    'Mbit/s in': figures.bitrateIn / 1_000_000,
    'packets/s in': figures.packetsInPerSecond,
    'packets/s out': figures.packetsOutPerSecond,
    delivered: figures.deliveredPerSecond,
    'CPU µs a packet': figures.microsecondsPerPacket,
    '% of a core': figures.core * 100,
    gaps: `${figures.missing}`,
  };
}

/** An absolute bar: none may be missing. */
function gapsRow(runs: Readonly<Record<Way, readonly Figures[]>>): Row {
  const missing = (way: Way) => runs[way].reduce((sum, one) => sum + one.missing, 0);
  return {
    budget: `packets missed by the viewers of all ${ROUNDS} runs`,
    measured: missing('embedded'),
    base: missing('bare werift'),
    ratio: Number.NaN,
    bar: '0',
    verdict: missing('embedded') === 0 ? 'met' : 'NOT MET',
  };
}
