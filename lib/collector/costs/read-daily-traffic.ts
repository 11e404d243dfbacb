import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { type Day, dayOf, dayStart, dayText, parseDay } from '#lib/domain/cost/calendar.ts';
import type { DailyTraffic } from '#lib/domain/cost/cost-facts.ts';
import type { Cell, Registry, SignalDefinition } from '#lib/domain/registry/registry.ts';
import { getMetricData, QUERIES_PER_CALL } from '#lib/sources/metrics/get-metric-data.ts';
import { eachWithLimit } from '../each-with-limit.ts';
import { metricReader } from '../tracked-metric.ts';

/** Days read of a cell of which nothing is known, and days read again, for points that came late. */
const FIRST_DAYS = 90;
const AGAIN_DAYS = 2;
const READERS_AT_ONCE = 6;
/** Sums of these are sums; a mean of means would be no count. */
const ADDITIVE: ReadonlySet<string> = new Set(['Sum', 'SampleCount']);

/** Reads requests and errors of whole days, a sum a day, of all cells. Cells whose account can't be read are left out. Never throws. */
export async function readDailyTraffic(given: {
  aws: Aws;
  registry: Registry;
  home: string;
  now: number;
  known: ReadonlyMap<string, readonly DailyTraffic[]>;
}): Promise<{ traffic: Map<string, DailyTraffic[]>; failure: AwsFailure | null }> {
  const { aws, registry, home, now, known } = given;
  const found = { traffic: new Map<string, DailyTraffic[]>(), failure: null as AwsFailure | null };
  const { requests, errors } = registry.metrics.signals;
  if (!requests || !ADDITIVE.has(requests.statistic)) return found;
  const counted = errors && ADDITIVE.has(errors.statistic) ? errors : null;
  const definitions = counted ? [requests, counted] : [requests];
  const today = dayOf(now);
  const batches = batchesOf(registry, home, Math.floor(QUERIES_PER_CALL / definitions.length), (cell) =>
    firstDay(known.get(cell.name), today),
  );
  await eachWithLimit(batches, READERS_AT_ONCE, async ({ reader, cells, from }) => {
    const wanted = cells.flatMap(({ cell, accountId }) => definitions.map((definition) => ({ cell: cell.name, accountId, definition })));
    const window = { start: dayStart(from), end: dayStart(today), periodSeconds: 86_400 };
    try {
      const results = await getMetricData(aws, reader, wanted, window);
      for (const [at, { cell }] of cells.entries()) {
        const [served, failed] = definitions.map((_, i) => {
          const result = results[at * definitions.length + i];
          return result?.ok ? new Map(result.times.map((time, point) => [dayOf(time), result.values[point] as number])) : null;
        });
        if (served)
          found.traffic.set(
            cell.name,
            [...served].sort(([a], [b]) => a - b).map(([day, sum]) => toTraffic(day, sum, failed, counted)),
          );
      }
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      found.failure ??= error;
    }
  });
  return found;
}

/** A missing count of errors is zero only where the registry says so. */
function toTraffic(
  day: Day,
  requests: number,
  errors: ReadonlyMap<Day, number> | null | undefined,
  definition: SignalDefinition | null,
): DailyTraffic {
  const zero = definition?.whenMissing === 'zero' ? 0 : null;
  const bad = errors ? (errors.get(day) ?? zero) : null;
  return { day: dayText(day), requests, good: bad === null ? null : Math.max(0, requests - bad) };
}

function firstDay(known: readonly DailyTraffic[] | undefined, today: Day): Day {
  const last = parseDay(known?.at(-1)?.day ?? '');
  return last === null ? today - FIRST_DAYS : Math.max(today - FIRST_DAYS, Math.min(last + 1, today - AGAIN_DAYS));
}

interface Batch {
  reader: ReturnType<typeof metricReader>['reader'];
  from: Day;
  cells: { cell: Cell; accountId: string | null }[];
}

/** Cells that share a reader and a first day, as many as one call takes. */
function batchesOf(registry: Registry, home: string, most: number, fromOf: (cell: Cell) => Day): Batch[] {
  const open = new Map<string, Batch>();
  const all: Batch[] = [];
  for (const cell of registry.cells) {
    const { reader, accountId } = metricReader(registry, home, cell);
    const from = fromOf(cell);
    const key = `${reader.accountId ?? ''} ${reader.region} ${from}`;
    let batch = open.get(key);
    if (!batch || batch.cells.length >= most) {
      batch = { reader, from, cells: [] };
      open.set(key, batch);
      all.push(batch);
    }
    batch.cells.push({ cell, accountId });
  }
  return all;
}
