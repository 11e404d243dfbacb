import { message, start } from './fork-module.ts';
import type { RefreshMeasure } from './measure-refresh.ts';
import type { BenchResult, BenchRow } from './result.ts';

const SIZES = [10, 24, 100, 1_000, 10_000];
const MB = 1024 * 1024;

/**
 * What one refresh of the metrics takes, from the first call to the published picture, by size of the fleet; alarms are read once
 * before. And how it goes when all is read at once.
 */
export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  for (const cells of SIZES) rows.push(...toRows(cells, await measure(cells)));
  return { name: 'refresh', rows };
}

async function measure(cells: number): Promise<RefreshMeasure> {
  const world = start('serve-world.ts', String(cells));
  try {
    const url = await message<string>(world);
    // A process of its own, so that its peak of memory is that of this size.
    return await message<RefreshMeasure>(start('measure-refresh.ts', url));
  } finally {
    world.kill();
  }
}

function toRows(cells: number, measured: RefreshMeasure): BenchRow[] {
  const size = cells.toLocaleString('en');
  const { bound, callsAlone, callsWatched, wallMs, cpuMs, peakBytes, peakAtOnceBytes, gzipBytes, brotliBytes, turns, deltaBytes } =
    measured;
  const large = cells === 10_000;
  const most = cells === 1_000 ? 60 : large ? 600 : null;
  const smallest = Math.min(gzipBytes, brotliBytes) / 1024;
  return [
    {
      figure: `${size} cells: GetMetricData calls, nobody watching`,
      value: callsAlone,
      unit: 'calls',
      bound: `= ${bound}`,
      ok: callsAlone === bound,
    },
    {
      figure: `${size} cells: GetMetricData calls, 200 viewers`,
      value: callsWatched,
      unit: 'calls',
      bound: `= ${bound}`,
      ok: callsWatched === bound,
    },
    {
      figure: `${size} cells: refresh, wall`,
      value: wallMs,
      unit: 'ms',
      ...(large ? { bound: '≤ 10 s' } : {}),
      ok: !large || wallMs <= 10_000,
    },
    { figure: `${size} cells: refresh, CPU`, value: cpuMs, unit: 'ms', ok: true },
    {
      figure: `${size} cells: work in one turn of the event loop, p99`,
      value: turns.cpuP99,
      unit: 'ms',
      bound: '≤ 50',
      ok: turns.cpuP99 <= 50,
    },
    { figure: `${size} cells: work in one turn of the event loop, most`, value: turns.cpuMax, unit: 'ms', ok: true },
    { figure: `${size} cells: turn of the event loop by the clock, p99`, value: turns.wallP99, unit: 'ms', ok: true },
    { figure: `${size} cells: turn of the event loop by the clock, longest`, value: turns.wallMax, unit: 'ms', ok: true },
    {
      figure: `${size} cells: a new minute to each viewer`,
      value: deltaBytes / 1024,
      unit: 'KB',
      ...(large ? { bound: '≤ 300 KB' } : {}),
      ok: !large || deltaBytes <= 300 * 1024,
    },
    {
      figure: `${size} cells: peak memory`,
      value: peakBytes / MB,
      unit: 'MB',
      ...(large ? { bound: '≤ 1 GB' } : {}),
      ok: !large || peakBytes <= 1024 * MB,
    },
    { figure: `${size} cells: peak memory when all is read at once`, value: peakAtOnceBytes / MB, unit: 'MB', ok: true },
    {
      figure: `${size} cells: the view, compressed`,
      value: smallest,
      unit: 'KB',
      ...(most === null ? {} : { bound: `≤ ${most} KB` }),
      ok: most === null || smallest <= most,
    },
  ];
}
