import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { Aws } from '#lib/aws/aws.ts';
import { systemClock } from '#lib/clock.ts';
import { CostKeeper } from '#lib/collector/costs/cost-keeper.ts';
import { buildCosts } from '#lib/domain/cost/build-costs.ts';
import { dayOf, dayText, firstDayOf, monthOf, parseDay } from '#lib/domain/cost/calendar.ts';
import { COST_GROUPS, parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import { centsText, parseMoney } from '#lib/domain/cost/money.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { createLog } from '#lib/log.ts';
import { readRegistry } from '#lib/sources/registry/read-registry.ts';
import { openSqlite } from '#lib/store/sqlite/open-sqlite.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { type Turns, watchTurns } from './watch-turns.ts';

/** What one process measured of the fetches of costs of one fleet; sent to the process that forked it. */
export interface CostMeasure {
  /** The first fetch: 13 months by month, 90 days by day, traffic. */
  first: Stretch & { requests: number; lines: number };
  /** A restart, which loads what is kept. */
  restart: Stretch;
  peakBytes: number;
  storeBytes: number;
  /** Of the last whole month: what Cost Explorer says, and the sum of the rows of each grouping, to the cent. */
  theirTotal: string;
  ourSums: string[];
}

interface Stretch {
  wallMs: number;
  cpuMs: number;
  turns: Turns;
}

const { app: credentials } = (await (await fetch(`${process.argv[2]}/_simulator/credentials`)).json()) as {
  app: { accessKeyId: string; secretAccessKey: string };
};
const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: process.argv[2], credentials });
const folder = await mkdtemp(join(tmpdir(), 'bench-costs-'));
const store = await openSqlite(folder);
const parsed = parseRegistry((await readRegistry(aws, { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY }, null))?.text ?? '');
if (!parsed.ok) throw new Error("the world's registry is refused");
const { registry } = parsed;

async function fetchOrLoad(): Promise<Stretch & { keeper: CostKeeper }> {
  const options = { aws, clock: systemClock, store, log: createLog('error'), home: 'us-east-1', refreshHours: 12, holder: 'bench' };
  const keeper = new CostKeeper(options);
  keeper.follow(registry);
  const ended = watchTurns();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await keeper.tick();
  const { user, system } = process.cpuUsage(cpu);
  if (!keeper.known) throw new Error(`nothing is known: ${keeper.failure?.message}`);
  return { keeper, wallMs: performance.now() - started, cpuMs: (user + system) / 1000, turns: ended() };
}

const { keeper, ...first } = await fetchOrLoad();
const { known } = keeper;
if (!known) throw new Error('lost');
const { covered } = known.facts.days;
const series = [...known.facts.days.series].length;
const lines = series * (covered ? covered.last - covered.first + 1 : 0);
const { keeper: _, ...restart } = await fetchOrLoad();
let storeBytes = 0;
for (const ledger of ['days', 'months', 'component-days', 'component-months', 'traffic'] as const) {
  for (const period of await store.costPeriods(ledger)) {
    for (const { body } of await store.costRecords(ledger, period)) storeBytes += body.length;
  }
}
const lastMonth = monthOf(dayOf(Date.now())) - 1;
const metric = 'UnblendedCost';
const answer = await aws.call(
  {
    accountId: registry.organization.managementAccountId,
    region: 'us-east-1',
    role: { name: registry.roles.costs ?? '', externalId: registry.roles.externalId },
  },
  { service: 'CostExplorer', operation: 'GetCostAndUsage', limits: { concurrency: 1, perSecond: 1 } },
  (client, options) =>
    client.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: dayText(firstDayOf(lastMonth)), End: dayText(firstDayOf(lastMonth + 1)) },
        Granularity: 'MONTHLY',
        Metrics: [metric],
      }),
      options,
    ),
);
const theirTotal = centsText(parseMoney(answer.ResultsByTime?.[0]?.Total?.[metric]?.Amount ?? ''));
const ourSums = COST_GROUPS.map((group) => {
  const through = parseDay(known.facts.fetch.throughDay ?? '') ?? 0;
  const ask = parseCostAsk({ group, metric: 'unblended', period: 'last-month' }, { today: dayOf(Date.now()), through });
  const built = ask.ok ? buildCosts(known, ask.value) : ask;
  if (!built.ok) throw new Error(JSON.stringify(built));
  return centsText(built.value.rows.reduce((sum, { cost }) => sum + parseMoney(cost ?? '0'), 0n));
});
const measured: CostMeasure = {
  first: { ...first, requests: known.facts.fetch.requests, lines },
  restart,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  storeBytes,
  theirTotal,
  ourSums,
};
aws.stop();
await store.close();
await rm(folder, { recursive: true });
process.send?.(measured, () => process.disconnect());
