import { MANAGEMENT, MONITORING, ROUTING } from './create-organization.ts';
import type { Pipeline } from './pipelines/pipeline-types.ts';
import { cellsOf, hidesItsCells } from './pipelines/plan-stages.ts';
import type { CellWorld } from './types.ts';
import { WAVES } from './waves.ts';

/** The registry document that describes a world to Cellwatch. */
export function buildRegistry(cells: readonly CellWorld[], pipelines: readonly Pipeline[]): object {
  const signal = (metric: string, statistic: string, dimensions: object, more: object = {}) => ({
    namespace: 'Cell',
    metric,
    statistic,
    dimensions,
    ...more,
  });
  const cell = { Cell: '{cell}' };
  const layer = { Layer: 'routing' };
  const waves = new Set(cells.map((entry) => entry.wave));
  return {
    version: 1,
    organization: {
      name: 'Orbit',
      managementAccountId: MANAGEMENT,
      monitoringAccountId: MONITORING,
      accessPortal: 'https://orbit.awsapps.com/start',
      portalRole: 'ReadOnly',
      componentTag: 'component',
    },
    roles: { reader: 'CellwatchReader', controller: 'CellwatchController', costs: 'CellwatchCosts', externalId: 'orbit-{accountId}' },
    metrics: {
      from: 'monitoring-account',
      periodSeconds: 60,
      signals: {
        requests: signal('Requests', 'Sum', cell),
        errors: signal('Errors', 'Sum', cell, { whenMissing: 'zero' }),
        latency: signal('Latency', 'p99', cell, { unit: 'Milliseconds' }),
        saturation: signal('Saturation', 'Maximum', cell, { unit: 'Percent' }),
      },
    },
    objectives: { availability: 0.999, latencyMs: 400, saturationPercent: 85, noDataAfterMinutes: 5 },
    alarms: { critical: ['*-critical', '*-page'], ignore: ['TargetTracking-*'] },
    waves: WAVES.filter((wave) => waves.has(wave.name)),
    cells: cells.map((entry) => ({
      name: entry.name,
      ...(entry.cloud === 'aws' ? { accountId: entry.accountId } : { project: `orbit-${entry.name}` }),
      region: entry.region,
      cloud: entry.cloud,
      environment: entry.environment,
      ...(entry.wave === null ? {} : { wave: entry.wave }),
      state: entry.state,
      dns: [`${entry.name}.cells.orbit.example`],
      runbook: `https://runbooks.orbit.example/cells/${entry.name}`,
    })),
    shared: [
      {
        name: 'routing layer',
        accountId: ROUTING,
        region: 'us-east-1',
        signals: {
          requests: signal('Requests', 'Sum', layer),
          errors: signal('Errors', 'Sum', layer, { whenMissing: 'zero' }),
          latency: signal('Latency', 'p99', layer, { unit: 'Milliseconds' }),
        },
      },
    ],
    components: pipelines.map(describeComponent),
  };
}

function describeComponent({ component, stages }: Pipeline) {
  const { name, accountId, region } = component;
  const hidden = stages.filter(({ plan }) => hidesItsCells(plan));
  return {
    name,
    pipeline: { name, accountId, region },
    ...(hidden.length === 0
      ? {}
      : { stages: Object.fromEntries(hidden.map(({ plan }) => [plan.name, cellsOf(plan).map((cell) => cell.name)])) }),
  };
}
