import { requirement } from '@whipway/test-rig';
import { budgetRow } from '../report/budget.js';
import { table } from '../report/table.js';
import { measureLatency } from './latency.js';
import { measureMemory } from './memory.js';
import { measurePublishers } from './publishers.js';

/** Prints what it measured. @throws Error that says what is missing */
export async function benchMediasoup({
  print,
}: {
  readonly print: (text: string) => void;
}): Promise<void> {
  const worker = need('mediasoup');
  const ffmpeg = need('ffmpeg');
  const { times, budgets } = await measureLatency(worker);
  print(`\nPOST → 201, one in flight, milliseconds\n\n${table(times)}`);
  print(`\nmemory a session\n\n${table([await measureMemory(worker)])}`);
  print(`\nreal media, one worker\n\n${table([await measurePublishers(worker, ffmpeg)])}`);
  print(`\nbudgets\n\n${table(budgets.map(budgetRow))}`);
}

function need(name: 'mediasoup' | 'ffmpeg'): string {
  const answer = requirement(name);
  if (answer.found !== undefined) return answer.found;
  throw new Error(`${answer.missing}. To enable: ${answer.enable}.`);
}
