import { createHash } from 'node:crypto';
import { buildRegistry } from './build-registry.ts';
import { createCellModel, weekShape } from './cell-model.ts';
import { createCosts } from './costs/create-costs.ts';
import { createAlarms } from './create-alarms.ts';
import { createMetrics } from './create-metrics.ts';
import { createAccounts, MANAGEMENT, MONITORING, ROUTING, TOOLING } from './create-organization.ts';
import { createEvents } from './events/create-events.ts';
import { identifier } from './identifier.ts';
import { createIncidents } from './incidents.ts';
import { LEAST_BAKE_MS } from './pipelines/bake.ts';
import { createReleases } from './pipelines/create-releases.ts';
import { LEAST_COMPONENTS, PIPELINE_REGION } from './pipelines/plan-components.ts';
import { caughtUp, createTime } from './pipelines/time.ts';
import { planCells, REGIONS } from './plan-cells.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY, type StoredObject, type World, type WorldOptions } from './types.ts';

/** The AWS organization "Orbit" with that many cells; the same for the same options. */
export function createWorld(options: WorldOptions): World {
  const { cells: count, seed, clock, pace = 10, leastBakeMs = LEAST_BAKE_MS, components = LEAST_COMPONENTS, quiet = false } = options;
  const cells = planCells(count, seed);
  const accounts = createAccounts(cells);
  const shapes = new Map(REGIONS.map((region) => [region as string, weekShape(region)]));
  const models = cells.map((cell) => createCellModel(cell, seed, shapes.get(cell.region) ?? weekShape(cell.region)));
  const incidents = createIncidents(clock, new Set(cells.map((cell) => cell.name)));
  const time = createTime(clock);
  const metrics = createMetrics(models, incidents, time);
  const events = createEvents({
    clock,
    places: () => [
      ...cells.flatMap(({ cloud, accountId, region }) => (cloud === 'aws' ? [{ accountId, region }] : [])),
      ...REGIONS.map((region) => ({ accountId: MONITORING, region })),
      ...[ROUTING, TOOLING].map((accountId) => ({ accountId, region: PIPELINE_REGION })),
    ],
    bringUp() {
      time.catchUp();
      alarms.bringUp();
    },
  });
  const alarms = createAlarms(models, metrics, incidents, time, events.put);
  const objects = new Map<string, StoredObject>();
  const parts = { cells, components, seed, pace, leastBakeMs, quiet, clock, time, alarms, incidents, putEvent: events.put };
  const { releases, pipelines } = createReleases({ ...parts, changed: () => publish() });
  function publish(): void {
    const body = new TextEncoder().encode(JSON.stringify(buildRegistry(cells, pipelines.list(TOOLING, PIPELINE_REGION)), null, 1));
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    objects.set(REGISTRY_KEY, { body, etag, lastModified: time.now(), contentType: 'application/json' });
  }
  publish();
  const sinkArn = (region: string) => `arn:aws:oam:${region}:${MONITORING}:sink/${identifier(`sink ${region}`)}`;
  return {
    seed,
    clock,
    organization: {
      id: 'o-orbit00001',
      name: 'Orbit',
      managementAccountId: MANAGEMENT,
      monitoringAccountId: MONITORING,
      toolingAccountId: TOOLING,
    },
    accounts,
    cells,
    links(region) {
      if (!shapes.has(region)) return [];
      const linked = cells.filter((cell) => cell.cloud === 'aws' && cell.region === region).map((cell) => cell.accountId);
      if (region === 'us-east-1') linked.push(ROUTING);
      return linked.map((accountId) => ({
        accountId,
        label: accounts.get(accountId)?.name ?? accountId,
        arn: sinkArn(region),
        linkArn: `arn:aws:oam:${region}:${accountId}:link/${identifier(`link ${region} ${accountId}`)}`,
      }));
    },
    sink: (region) => (shapes.has(region) ? { arn: sinkArn(region), id: identifier(`sink ${region}`), name: 'orbit-monitoring' } : null),
    regions: REGIONS,
    buckets: new Map([
      [
        REGISTRY_BUCKET,
        {
          name: REGISTRY_BUCKET,
          accountId: MONITORING,
          region: 'us-east-1',
          createdAt: Date.UTC(2024, 0, 15),
          objects,
        },
      ],
    ]),
    // What they tell depends on the releases up to now.
    metrics: caughtUp(metrics, time),
    alarms: caughtUp(alarms, time),
    incidents: incidents.api,
    releases,
    pipelines,
    events,
    costs: createCosts({ models, accounts, seed, clock }),
  };
}
