import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchResult } from './result.ts';

/** Each benchmark lives in a module of its own, loaded only when it is asked for. */
const BENCHMARKS: Record<string, () => Promise<{ run: (options: { rounds?: number; keep: boolean }) => Promise<BenchResult> }>> = {
  verdicts: () => import('./verdicts.ts'),
  refresh: () => import('./refresh.ts'),
  costs: () => import('./costs.ts'),
  serving: () => import('./serving.ts'),
  page: () => import('./page.ts'),
  'costs-page': () => import('./costs-page.ts'),
  flip: () => import('./flip.ts'),
  kill: () => import('./kill.ts'),
  control: () => import('./control.ts'),
  suspects: () => import('./suspects.ts'),
  weight: () => import('./weight.ts'),
};
/** Those that take long run only when they are named. */
const SOAKS: typeof BENCHMARKS = {
  'soak-hours': () => import('./soak-hours.ts'),
  'soak-viewers': () => import('./soak-viewers.ts'),
};
const ALL = { ...BENCHMARKS, ...SOAKS };

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in ALL));
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown[0]}"; there are: ${Object.keys(ALL).join(', ')}`);
  process.exit(2);
}

const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', node: process.version };
if (!values.json) console.log(`${machine.cores} cores (${machine.cpu}), Node ${machine.node}`);

const results: BenchResult[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHMARKS)) {
  const load = ALL[name];
  if (!load) continue;
  const result = await (await load()).run({
    keep: values.keep,
    ...(values.rounds === undefined ? {} : { rounds: Number(values.rounds) }),
  });
  results.push(result);
  if (!values.json) print(result);
}
if (values.json) console.log(JSON.stringify({ machine, results }, null, 2));
process.exit(results.every((result) => result.rows.every((row) => row.ok)) ? 0 : 1);

function print({ name, rows }: BenchResult): void {
  console.log(`\n${name}`);
  const width = Math.max(...rows.map((row) => row.figure.length));
  for (const { figure, value, unit, bound, ok } of rows) {
    const shown = typeof value === 'number' ? value.toLocaleString('en', { maximumSignificantDigits: 4 }) : value;
    console.log(
      `  ${figure.padEnd(width)}  ${shown.padStart(10)} ${unit.padEnd(8)} ${bound ? `${ok ? 'holds ' : 'BROKEN'} ${bound}` : ''}`.trimEnd(),
    );
  }
}
