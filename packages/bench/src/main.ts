// pnpm bench NAME: measures, and prints tables.
import { cpus } from 'node:os';

interface BenchHost {
  readonly print: (text: string) => void;
}

/** The benches by name; each is loaded only when it is asked for. */
const BENCHES: Readonly<Record<string, () => Promise<(host: BenchHost) => Promise<void>>>> = {
  admin: async () => (await import('./admin/bench.js')).benchAdmin,
  embedded: async () => (await import('./embedded/bench.js')).benchEmbedded,
  janus: async () => (await import('./janus/bench.js')).benchJanus,
  mediasoup: async () => (await import('./mediasoup/bench.js')).benchMediasoup,
};

async function main(name = ''): Promise<void> {
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!load)
    throw new Error(`pnpm bench NAME, with NAME one of ${Object.keys(BENCHES).join(', ')}`);
  const bench = await load();
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown CPU'}`;
  console.log(`${name}: Node ${process.version}, ${machine}`);
  await bench({ print: (text) => console.log(text) });
}

await main(process.argv[2]).catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
});
