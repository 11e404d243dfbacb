import type { BenchRow } from './result.ts';

/** What was weighed, by what it is called. */
export type Figures = Readonly<Record<string, { value: number; unit: string }>>;

/** So much heavier than the last release is a loss. */
const MOST = 1.2;

/** Each figure beside that of the last release; one that nobody weighs any more fails too. */
export function compareFigures(weighed: Figures, before: Figures): BenchRow[] {
  const compared = Object.entries(weighed).map(([figure, { value, unit }]): BenchRow => {
    const last = before[figure]?.value;
    if (last === undefined) return { figure, value, unit, ok: true };
    const change = ((value / last - 1) * 100).toFixed(1);
    return { figure, value, unit, bound: `≤ 120 % of ${last} (${change} %)`, ok: value <= last * MOST };
  });
  const gone = Object.keys(before).filter((figure) => !weighed[figure]);
  return [...compared, ...gone.map((figure) => ({ figure, value: 'gone', unit: '', bound: 'is weighed, or --keep drops it', ok: false }))];
}
