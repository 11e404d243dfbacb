import type { Aws } from '#lib/aws/aws.ts';
import type { CostFacts } from '#lib/domain/cost/cost-facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Log } from '#lib/log.ts';
import type { CostStore } from '#lib/store/store.ts';
import { readDailyTraffic } from './read-daily-traffic.ts';
import { mergeTraffic, toTrafficRecords } from './traffic-records.ts';

/**
 * Reads traffic of the days that are not known yet and keeps it, that the cost of a request can be told. Never throws: costs that were
 * paid for are not lost by its failure.
 */
export async function keepDailyTraffic(
  { aws, home, store, log }: { aws: Aws; home: string; store: Pick<CostStore, 'saveTraffic'>; log: Log },
  registry: Registry,
  known: CostFacts['traffic'],
  now: number,
): Promise<void> {
  try {
    const { traffic, failure } = await readDailyTraffic({ aws, registry, home, now, known });
    if (failure) log.warn('daily traffic could not be read everywhere', { error: failure });
    const days = new Set([...traffic.values()].flatMap((of) => of.map(({ day }) => day)));
    if (days.size > 0) await store.saveTraffic(toTrafficRecords(mergeTraffic(known, traffic), days));
  } catch (error) {
    log.error('daily traffic could not be kept', { error });
  }
}
