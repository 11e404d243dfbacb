import type { Alarm, CellFacts, ReadState } from '../facts.ts';
import type { Cell, Registry, Signal, SignalDefinition } from '../registry/registry.ts';
import { HOUR, MINUTE, Series } from '../series.ts';
import { type Reading, type Subject, toReading } from './reading.ts';
import type { HealthMemory } from './verdict.ts';

/** The minute that tests judge: 02:19 UTC of some day; the fetch came 30 s after its end. */
export const LAST = Math.floor(Date.UTC(2026, 2, 4, 2, 19) / MINUTE);
export const NOW = (LAST + 1) * MINUTE + 30_000;

const definition = (metric: string, whenMissing: SignalDefinition['whenMissing']): SignalDefinition => ({
  namespace: 'Cell',
  metric,
  statistic: 'Sum',
  unit: null,
  dimensions: { Cell: '{cell}' },
  whenMissing,
});

export const SIGNAL_DEFINITIONS: Readonly<Record<Signal, SignalDefinition>> = {
  requests: definition('Requests', 'no-data'),
  errors: definition('Errors', 'zero'),
  latency: definition('Latency', 'ignore'),
  saturation: definition('Saturation', 'no-data'),
};

const WELL: Readonly<Record<Signal, number>> = { requests: 1_000, errors: 0, latency: 200, saturation: 50 };

export const subject = (changes: Partial<Subject> = {}): Subject => ({
  name: 'prod-euw1-b',
  objectives: { availability: 0.999, latencyMs: 400, saturationPercent: 85, noDataAfterMinutes: 5 },
  signals: SIGNAL_DEFINITIONS,
  inService: true,
  alarmsExpected: true,
  ...changes,
});

export const readAt = (observedAt: number | null, changes: Partial<ReadState> = {}): ReadState => ({
  observedAt,
  intervalMs: MINUTE,
  failure: null,
  ...changes,
});

type Shape = Partial<Record<Signal, (minutesAgo: number) => number>>;

/** Facts of a well cell over the last `minutes`, changed by `shape`: a value for "minutes before the last one"; NaN for no point. */
export function facts(
  shape: Shape = {},
  { minutes = 375, last = LAST, hours = false }: { minutes?: number; last?: number; hours?: boolean } = {},
): CellFacts {
  const made: CellFacts = { minutes: {}, hours: {}, metricReads: {}, alarms: [], alarmRead: readAt((last + 1) * MINUTE + 30_000) };
  for (const signal of ['requests', 'errors', 'latency', 'saturation'] as const) {
    const series = new Series(MINUTE, 400);
    for (let ago = minutes - 1; ago >= 0; ago--) {
      const value = (shape[signal] ?? (() => WELL[signal]))(ago);
      if (!Number.isNaN(value)) series.set(last - ago, value);
    }
    made.minutes[signal] = series;
    made.metricReads[signal] = readAt((last + 1) * MINUTE + 30_000);
  }
  if (hours) {
    for (const signal of ['requests', 'errors'] as const) {
      const series = new Series(HOUR, 200);
      const newest = Math.floor(last / 60) - 1;
      for (let hour = newest - 195; hour <= newest; hour++) series.set(hour, WELL[signal] * 60);
      made.hours[signal] = series;
    }
  }
  return made;
}

export const reading = (shape: Shape = {}, changes: Partial<Subject> = {}): Reading => toReading(subject(changes), facts(shape));

export const alarm = (name: string, changes: Partial<Alarm> = {}): Alarm => ({
  name,
  arn: `arn:aws:cloudwatch:eu-west-1:200000000001:alarm:${name}`,
  kind: 'metric',
  state: 'ALARM',
  since: LAST * MINUTE,
  reason: '',
  evaluation: null,
  muted: false,
  actions: ['arn:aws:sns:eu-west-1:200000000001:on-call'],
  children: [],
  metric: null,
  threshold: null,
  ...changes,
});

export const cell = (name: string, changes: Partial<Cell> = {}): Cell => ({
  name,
  accountId: '200000000001',
  region: 'eu-west-1',
  cloud: 'aws',
  project: null,
  environment: 'production',
  wave: 'large',
  state: 'in-service',
  dns: [],
  runbook: null,
  objectives: subject().objectives,
  costTag: null,
  accountIdsBefore: [],
  ...changes,
});

export const registry = (cells: readonly Cell[], changes: Partial<Registry> = {}): Registry => ({
  organization: {
    name: 'Orbit',
    managementAccountId: null,
    monitoringAccountId: null,
    accessPortal: null,
    portalRole: null,
    componentTag: null,
  },
  roles: { reader: null, controller: null, costs: null, externalId: null },
  metrics: { from: 'cell-accounts', periodSeconds: 60, signals: SIGNAL_DEFINITIONS },
  alarms: { critical: ['*-critical'], ignore: ['TargetTracking-*'] },
  waves: [{ name: 'large', bakeMinutes: 30 }],
  cells,
  shared: [],
  components: [],
  ...changes,
});

/** The memory of a cell that was well when last judged. */
export const memory = (changes: Partial<HealthMemory> = {}): HealthMemory => ({
  goodMinutes: 0,
  lastMinute: LAST - 1,
  baseline: null,
  since: {},
  ...changes,
});
