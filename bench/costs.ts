import { message, start } from './fork-module.ts';
import type { CostMeasure } from './measure-costs.ts';
import type { BenchResult, BenchRow } from './result.ts';

const SIZES = [24, 1_000];
const MB = 1024 * 1024;

/** What the first fetch of costs takes and costs, and what a restart takes, by size of the fleet. */
export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  for (const cells of SIZES) {
    const world = start('serve-world.ts', String(cells));
    try {
      rows.push(...toRows(cells, await message<CostMeasure>(start('measure-costs.ts', await message<string>(world)))));
    } finally {
      world.kill();
    }
  }
  return { name: 'costs', rows };
}

function toRows(cells: number, { first, restart, peakBytes, storeBytes, theirTotal, ourSums }: CostMeasure): BenchRow[] {
  const size = `${cells.toLocaleString('en')} cells`;
  const turn = (what: string, { turns }: CostMeasure['restart']): BenchRow[] => [
    {
      figure: `${size}: ${what}, work in one turn of the event loop, p99`,
      value: turns.cpuP99,
      unit: 'ms',
      bound: '≤ 50',
      ok: turns.cpuP99 <= 50,
    },
    { figure: `${size}: ${what}, work in one turn of the event loop, most`, value: turns.cpuMax, unit: 'ms', ok: true },
  ];
  const equal = ourSums.filter((sum) => sum === theirTotal).length;
  return [
    {
      figure: `${size}: groupings whose rows add up to Cost Explorer's total, to the cent`,
      value: equal,
      unit: `of ${ourSums.length}`,
      bound: `= ${ourSums.length}`,
      ok: equal === ourSums.length,
    },
    { figure: `${size}: first fetch, Cost Explorer requests at $0.01`, value: first.requests, unit: 'requests', ok: true },
    { figure: `${size}: first fetch, amounts of a day`, value: first.lines, unit: 'amounts', ok: true },
    { figure: `${size}: first fetch, wall`, value: first.wallMs, unit: 'ms', bound: '≤ 300 s', ok: first.wallMs <= 300_000 },
    { figure: `${size}: first fetch, CPU`, value: first.cpuMs, unit: 'ms', ok: true },
    ...turn('first fetch', first),
    { figure: `${size}: restart, wall`, value: restart.wallMs, unit: 'ms', bound: '≤ 15 s', ok: restart.wallMs <= 15_000 },
    { figure: `${size}: restart, CPU`, value: restart.cpuMs, unit: 'ms', ok: true },
    ...turn('restart', restart),
    { figure: `${size}: peak memory`, value: peakBytes / MB, unit: 'MB', bound: '≤ 1 GB', ok: peakBytes <= 1024 * MB },
    { figure: `${size}: kept in the store`, value: storeBytes / MB, unit: 'MB', ok: true },
  ];
}
