import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedAws } from '#lib/aws/testing/simulated-aws.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { createLog } from '#lib/log.ts';
import { openSqlite } from '#lib/store/sqlite/open-sqlite.ts';
import type { Store } from '#lib/store/store.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { CostKeeper, type CostKeeperOptions } from '../costs/cost-keeper.ts';

/** What GET /_simulator/costs tells, as far as tests hold costs against it. */
interface CostTruth {
  anomaly: { cell: string; accountId: string; service: string; days: { date: string }[] } | null;
  idle: { cell: string; accountId: string } | null;
  unclaimedAccountIds: string[];
  requests: { paid: number; failed: number; usd: string };
}

/** For tests: a keeper of costs on the simulator, over HTTP, with a store of its own and a clock that they turn. */
export async function costBed(options: { cells: number; at: number; seed?: number }) {
  const simulated = await simulatedAws(options);
  const folder = await mkdtemp(join(tmpdir(), 'costs-'));
  let store = await openSqlite(folder);
  const others: Store[] = [];
  const logged: string[] = [];
  const body = simulated.world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY)?.body;
  // biome-ignore lint/suspicious/noExplicitAny: the tests know the document that the simulator publishes
  const document: any = JSON.parse(Buffer.from(body ?? []).toString('utf8'));
  const registryOf = (changed: object = document): Registry => {
    const parsed = parseRegistry(JSON.stringify(changed));
    if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join(', '));
    return parsed.registry;
  };
  const make = (more: Partial<CostKeeperOptions> = {}, registry: Registry = registryOf()) => {
    const keeper = new CostKeeper({
      aws: simulated.aws,
      clock: simulated.clock,
      store,
      log: createLog('error', (line) => logged.push(line)),
      home: 'us-east-1',
      refreshHours: 12,
      holder: 'here',
      random: () => 0,
      againAfterMs: [],
      ...more,
    });
    keeper.follow(registry);
    return keeper;
  };
  const side = async (method: string, door: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${simulated.simulator.url}/_simulator/${door}`, { method, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`The side door answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...simulated,
    document,
    registryOf,
    make,
    store: () => store,
    truth: async () => (await side('GET', 'costs')) as CostTruth,
    explorer: (state: string) => side('POST', 'costs', { explorer: state }),
    /** An empty one. */
    async otherStore() {
      const other = await openSqlite(join(folder, `other-${others.length}`));
      others.push(other);
      return other;
    },
    /** As after a restart: everything that is not in the store is gone. */
    async restart() {
      await store.close();
      store = await openSqlite(folder);
      return make();
    },
    async close() {
      await simulated.close();
      for (const one of [store, ...others]) await one.close();
      await rm(folder, { recursive: true });
      if (logged.length > 0) throw new Error(`The keeper logged errors:\n${logged.join('\n')}`);
    },
  };
}

export type CostBed = Awaited<ReturnType<typeof costBed>>;
