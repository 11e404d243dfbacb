import type { Stack } from '../e2e/stack.ts';
import type { BenchRow } from './result.ts';
import { sleep, until } from './wait-until.ts';

const QUIET_MS = 120_000;
/** The first fill is over when so few calls of pipelines come in so long. */
const FILLED = { calls: 20, ms: 10_000 } as const;
const PIPELINE_SERVICES = new Set(['CodePipeline', 'StepFunctions']);
/** A minute and pipeline. */
const MOST_EACH = 1.25;

/** Calls a minute once all is known, of a stack with so many pipelines in which nothing moves. */
export async function quietCalls(stack: Stack, quiet: number): Promise<BenchRow[]> {
  const count = async () => {
    const rows = await stack.side<{ service: string; count: number }[]>('GET', 'calls');
    const sum = (of: typeof rows) => of.reduce((total, row) => total + row.count, 0);
    return { all: sum(rows), pipelines: sum(rows.filter(({ service }) => PIPELINE_SERVICES.has(service))) };
  };
  await until('the first fill is over', async () => {
    await stack.side('DELETE', 'calls');
    await sleep(FILLED.ms);
    return (await count()).pipelines <= FILLED.calls;
  });
  await stack.side('DELETE', 'calls');
  await sleep(QUIET_MS);
  const { all, pipelines } = await count();
  const minutes = QUIET_MS / 60_000;
  const most = MOST_EACH * quiet;
  const each = pipelines / minutes;
  return [
    {
      figure: 'calls for quiet pipelines',
      value: each,
      unit: 'a minute',
      bound: `≤ ${most}`,
      ok: each <= most,
    },
    { figure: 'calls for all of 24 cells', value: all / minutes, unit: 'a minute', ok: true },
  ];
}
