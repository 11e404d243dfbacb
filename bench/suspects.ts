import { fork } from 'node:child_process';
import { percentile } from './percentile.ts';
import type { BenchResult, BenchRow } from './result.ts';
import type { CaseKind, CaseResult } from './suspect-cases.ts';

/** Cases of each kind. */
const CASES = 40;
/** No test uses these, and nothing was tuned on them. */
const SEED = 95_000;
const PROCESSES = 2;

/** Whether releases are blamed for the cells that they made sick, and for no others. Looked at 10 minutes after the first cell is seen as sick. */
export async function run(): Promise<BenchResult> {
  const results = (await Promise.all(Array.from({ length: PROCESSES }, (_, first) => go(first)))).flat();
  const of = (kind: CaseKind) => results.filter((one) => one.kind === kind);
  const count = (kind: CaseKind, holds: (one: CaseResult) => boolean) => of(kind).filter(holds).length;
  for (const one of results) {
    if (one.kind === 'bad' ? !one.right : one.wrong) console.error(`  seed ${one.seed}: ${one.text}`);
  }
  const right = count('bad', (one) => one.right);
  const waited = of('bad').flatMap(({ after }) => after ?? []);
  return {
    name: `suspects: ${CASES} cases each`,
    rows: [
      {
        figure: 'bad releases named by every cell that they made sick',
        value: right,
        unit: `of ${of('bad').length}`,
        bound: '≥ 95 %',
        ok: right >= 0.95 * of('bad').length && of('bad').length === CASES,
      },
      {
        figure: 'bad releases with another named for one of their cells',
        value: count('bad', (one) => one.wrong),
        unit: `of ${CASES}`,
        ok: true,
      },
      { figure: 'minutes from the first sick cell to the name, median', value: percentile(waited, 0.5), unit: 'min', ok: true },
      most(
        'incidents where no release had been for 30 min: one named',
        count('untouched', (one) => one.wrong),
        of('untouched').length,
        0,
      ),
      most(
        'incidents where a harmless release had been: one named',
        count('harmless', (one) => one.wrong),
        of('harmless').length,
        4,
      ),
    ],
  };
}

function most(figure: string, value: number, cases: number, bound: number): BenchRow {
  return { figure, value, unit: `of ${cases}`, bound: bound === 0 ? '0' : `≤ ${bound}`, ok: value <= bound && cases === CASES };
}

/** Every so-manieth case, in a process of its own. */
function go(first: number): Promise<CaseResult[]> {
  const child = fork(new URL('suspects-child.ts', import.meta.url), [first, PROCESSES, CASES, SEED].map(String), { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('message', (sent) => resolve(sent as CaseResult[]));
    child.once('exit', (code) => reject(new Error(`A process of the benchmark ended early (${code}).`)));
  });
}
