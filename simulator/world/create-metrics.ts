import type { CellModel } from './cell-model.ts';
import { MONITORING, ROUTING } from './create-organization.ts';
import type { IncidentBook } from './incidents.ts';
import { hash, uniform } from './noise.ts';
import { createPutData } from './put-data.ts';
import { readHour, readMinute } from './read-minute.ts';
import { createRoutingLayer } from './routing-layer.ts';
import { addLogNormal, addSummary, addValue, emptySummary, readStatistic, type Summary } from './summary.ts';
import type { Clock, MetricKey, MetricPoints, MetricsWorld } from './types.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NAMES = ['Requests', 'Errors', 'Latency', 'Saturation'] as const;
type Name = (typeof NAMES)[number];

interface Metric {
  /** Null for the routing layer. */
  model: CellModel | null;
  name: Name;
  /** Delay of its points after the minute's end, ms. */
  lag: number;
}

export interface Metrics extends MetricsWorld {
  /** Any stretch of whole minutes, for alarms; `end` exclusive. */
  read(accountId: string, region: string, key: MetricKey, statistic: string, start: number, end: number): number | null;
}

function identity(accountId: string, region: string, key: MetricKey): string {
  let id = `${accountId}|${region}|${key.namespace}|${key.name}|`;
  for (const { name, value } of key.dimensions) id += `${name}=${value},`;
  return id;
}

function retention(period: number): number {
  return (period % 3600 === 0 ? 455 : period % 300 === 0 ? 63 : 15) * DAY;
}

/** Metrics as a function of the models, the minute and the incidents; only data that was put is stored. */
export function createMetrics(models: readonly CellModel[], incidents: IncidentBook, clock: Clock): Metrics {
  const byCell = new Map(models.map((model) => [model.cell.name, model]));
  const byHome = Map.groupBy(models, (model) => `${home(model)}|${model.cell.region}`);
  const routing = createRoutingLayer(models, incidents);
  const put = createPutData();

  function find(accountId: string, region: string, key: MetricKey): Metric | null {
    const index = (NAMES as readonly string[]).indexOf(key.name);
    const name = NAMES[index];
    const dimension = key.dimensions[0];
    if (!name || key.namespace !== 'Cell' || key.dimensions.length !== 1 || !dimension) return null;
    const lag = (seed: number) => Math.floor(uniform(seed, hash(index, 9)) * 20_000);
    if (dimension.name === 'Layer') {
      if (dimension.value !== 'routing' || accountId !== ROUTING || region !== 'us-east-1' || name === 'Saturation') return null;
      return { model: null, name, lag: lag(routing.seed) };
    }
    const model = dimension.name === 'Cell' ? byCell.get(dimension.value) : undefined;
    if (!model || home(model) !== accountId || model.cell.region !== region) return null;
    return { model, name, lag: lag(model.seed) };
  }

  function addMinute({ model, name }: Metric, minute: number, into: Summary): void {
    const full = name === 'Latency' || name === 'Saturation';
    const { requests, errors, latency, saturation } = model
      ? readMinute(model, minute, incidents.of(model.cell.name), full)
      : routing.readMinute(minute);
    if (Number.isNaN(requests)) return;
    if (name === 'Requests') {
      // One sample a request; an idle minute says so with a zero.
      addValue(into, 1, requests);
      if (requests === 0) addValue(into, 0, 1);
    } else if (name === 'Errors') {
      // One sample a request, 1 for a failed one; sparse services send the failed ones only.
      addValue(into, 1, errors);
      if (!model?.sparse) addValue(into, 0, Math.max(1, requests) - errors);
    } else if (name === 'Latency') addLogNormal(into, latency, requests);
    else {
      for (let i = 0; i < 6; i++) addValue(into, saturation * (i === minute % 6 ? 1 : 0.93 + 0.01 * i), 1);
    }
  }

  /** Null where the minutes must be walked. */
  function hourSum({ model, name }: Metric, hour: number): number | null {
    const { requests, errors } = model ? readHour(model, hour, incidents.of(model.cell.name)) : routing.readHour(hour);
    if (Number.isNaN(requests)) return null;
    return name === 'Requests' ? requests : errors === 0 && model?.sparse ? null : errors;
  }

  function stretch(metric: Metric | null, stored: ReadonlyMap<number, Summary> | undefined, statistic: string, from: number, to: number) {
    // The last minute that can be seen (exclusive).
    const last = metric ? Math.min(to, Math.floor((clock.now() - metric.lag) / MINUTE)) : 0;
    const counted = metric?.name === 'Requests' || metric?.name === 'Errors';
    if (metric && counted && !stored && statistic === 'Sum' && from % 60 === 0 && to % 60 === 0 && last === to) {
      let sum: number | null = null;
      for (let hour = from / 60; hour < to / 60; hour++) {
        const value = hourSum(metric, hour);
        if (value !== null) sum = (sum ?? 0) + value;
      }
      return sum;
    }
    const summary = emptySummary();
    if (metric) for (let m = from; m < last; m++) addMinute(metric, m, summary);
    if (stored) {
      for (let m = from; m < to; m++) {
        const extra = stored.get(m);
        if (extra) addSummary(summary, extra);
      }
    }
    return readStatistic(summary, statistic);
  }

  return {
    read(accountId, region, key, statistic, start, end) {
      const stored = put.get(identity(accountId, region, key))?.minutes;
      return stretch(find(accountId, region, key), stored, statistic, start / MINUTE, end / MINUTE);
    },
    points(accountId, region, key, statistic, periodSeconds, start, end): MetricPoints | null {
      const metric = find(accountId, region, key);
      const stored = put.get(identity(accountId, region, key))?.minutes;
      if (!metric && !stored) return null;
      const period = periodSeconds * 1000;
      const now = clock.now();
      const first = Math.max(start, Math.ceil((now - retention(periodSeconds)) / period) * period);
      const result: MetricPoints = { timestamps: [], values: [] };
      for (let at = first; at < end && at <= now; at += period) {
        const value = stretch(metric, stored, statistic, at / MINUTE, (at + period) / MINUTE);
        if (value === null) continue;
        result.timestamps.push(at);
        result.values.push(value);
      }
      return result;
    },
    list(accountId, region) {
      const keys: MetricKey[] = [];
      for (const model of byHome.get(`${accountId}|${region}`) ?? []) {
        for (const name of NAMES) keys.push({ namespace: 'Cell', name, dimensions: [{ name: 'Cell', value: model.cell.name }] });
      }
      if (accountId === ROUTING && region === 'us-east-1') {
        for (const name of NAMES.slice(0, 3)) keys.push({ namespace: 'Cell', name, dimensions: [{ name: 'Layer', value: 'routing' }] });
      }
      const prefix = `${accountId}|${region}|`;
      for (const [id, { key }] of put.entries()) if (id.startsWith(prefix) && !find(accountId, region, key)) keys.push(key);
      return keys;
    },
    put(accountId, region, namespace, data) {
      for (const datum of data) {
        const key: MetricKey = { namespace, name: datum.name, dimensions: datum.dimensions.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
        put.add(identity(accountId, region, key), key, datum);
      }
    },
  };
}

/** The account whose metrics a cell reports into: Google's cells report into the monitoring account. */
function home(model: CellModel): string {
  return model.cell.cloud === 'gcp' ? MONITORING : model.cell.accountId;
}
