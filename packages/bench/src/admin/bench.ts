import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore, SqliteStore, type StoredEndpoint } from '@whipway/admin';
import { platformPorts } from '@whipway/http';
import { median, percentile } from '../measure/percentile.js';
import { budgetRow } from '../report/budget.js';
import { type Row, table } from '../report/table.js';
import { type AdminLab, startAdminLab } from './admin-lab.js';

const SESSIONS = 200;
const SIZES = [10, 1_000] as const;
const REQUESTS = 200;
const CREATED = 50;

/** What the studio asks for when it shows its lists; it loads them in pages of 500. */
const LISTS = {
  'endpoints, a page of 50': '/api/endpoints?limit=50',
  'endpoints, all that fit into 500': '/api/endpoints?limit=500',
  'endpoints, by part of the id': '/api/endpoints?query=99',
  'live sessions, a page of 50': '/api/sessions?state=live&limit=50',
} as const;

type List = keyof typeof LISTS;

/** Prints what it measured. */
export async function benchAdmin({
  print,
}: {
  readonly print: (text: string) => void;
}): Promise<void> {
  const times: Record<List, number[]> = {
    'endpoints, a page of 50': [],
    'endpoints, all that fit into 500': [],
    'endpoints, by part of the id': [],
    'live sessions, a page of 50': [],
  };
  const rows: Row[] = [];
  for (const size of SIZES) {
    const lab = await startAdminLab(memoryStore(endpoints(size)), SESSIONS);
    for (const [list, path] of Object.entries(LISTS) as [List, string][]) {
      const { row, middle } = await measureList(lab, list, path, size);
      rows.push(row);
      times[list].push(middle);
    }
    await lab.stop();
  }
  print(`\n${SESSIONS} live sessions, one request at a time, milliseconds\n\n${table(rows)}`);
  print(
    `\nPOST of ${CREATED} endpoints into the file store\n\n${table([await measureCreation()])}`,
  );
  const budgets = Object.entries(times).map(([list, [base = 0, measured = 0]]) =>
    budgetRow({ what: `${list}: 1 000 endpoints; base: 10, ms`, measured, base, atMost: 10 }),
  );
  print(`\nthe same order\n\n${table(budgets)}`);
}

async function measureList(lab: AdminLab, list: List, path: string, size: number) {
  const answer = await lab.ask('GET', path);
  const { items } = JSON.parse(answer.toString()) as { readonly items: readonly unknown[] };
  // The first list would pay for what the compiler learns.
  await timesOf(REQUESTS, () => lab.ask('GET', path));
  const times = await timesOf(REQUESTS, () => lab.ask('GET', path));
  const middle = median(times);
  const row: Row = {
    list,
    endpoints: `${size}`,
    'kB an answer': answer.length / 1_000,
    p50: middle,
    p95: percentile(times, 0.95),
    entries: `${items.length}`,
    'ms an entry': items.length > 0 ? middle / items.length : Number.NaN,
  };
  return { row, middle };
}

async function measureCreation(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-bench-'));
  const { clock, logger } = platformPorts();
  const lab = await startAdminLab(new SqliteStore(join(folder, 'e.db'), clock, logger), 0);
  try {
    const times = await timesOf(CREATED, (number) =>
      lab.ask('POST', '/api/endpoints', JSON.stringify({ id: `made-${number}` })),
    );
    return {
      'each is on the disk when it is answered': 'ms',
      p50: median(times),
      p95: percentile(times, 0.95),
    };
  } finally {
    await lab.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of each call. */
async function timesOf(
  count: number,
  act: (number: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const start = performance.now();
    await act(number);
    times.push(performance.now() - start);
  }
  return times;
}

function endpoints(count: number): readonly StoredEndpoint[] {
  return Array.from({ length: count }, (_, number) => ({
    id: `endpoint-${number}`,
    input: { token: `token-${number}` },
    createdAt: number,
    updatedAt: number,
    revision: `r${number}`,
    instance: `i${number}`,
  }));
}
