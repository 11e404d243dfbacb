import { createHash } from 'node:crypto';
import { buildRegistry } from './build-registry.ts';
import { createCellModel, weekShape } from './cell-model.ts';
import { createAlarms } from './create-alarms.ts';
import { createMetrics } from './create-metrics.ts';
import { createAccounts, MANAGEMENT, MONITORING, ROUTING, TOOLING } from './create-organization.ts';
import { createIncidents } from './incidents.ts';
import { hashText } from './noise.ts';
import { createReleases } from './pipelines/create-releases.ts';
import { LEAST_COMPONENTS } from './pipelines/plan-components.ts';
import { planCells, REGIONS } from './plan-cells.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY, type World, type WorldOptions } from './types.ts';

function identifier(text: string): string {
  const part = (n: number) => hashText(`${text}/${n}`).toString(16).padStart(8, '0');
  const all = part(1) + part(2) + part(3) + part(4);
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-a${all.slice(17, 20)}-${all.slice(20, 32)}`;
}

/** The AWS organization "Orbit" with that many cells; the same for the same options. */
export function createWorld({ cells: count, seed, clock, components = LEAST_COMPONENTS }: WorldOptions): World {
  const cells = planCells(count, seed);
  const accounts = createAccounts(cells);
  const shapes = new Map(REGIONS.map((region) => [region as string, weekShape(region)]));
  const models = cells.map((cell) => createCellModel(cell, seed, shapes.get(cell.region) ?? weekShape(cell.region)));
  const incidents = createIncidents(clock, new Set(cells.map((cell) => cell.name)));
  const metrics = createMetrics(models, incidents, clock);
  const body = new TextEncoder().encode(JSON.stringify(buildRegistry(cells), null, 1));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const object = { body, etag, lastModified: clock.now(), contentType: 'application/json' };
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
          objects: new Map([[REGISTRY_KEY, object]]),
        },
      ],
    ]),
    metrics,
    alarms: createAlarms(models, metrics, incidents, clock),
    incidents: incidents.api,
    releases: createReleases(cells, components),
  };
}
