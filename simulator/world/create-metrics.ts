import { type CellModel, readMinute } from './cell-model.ts';
import { MONITORING, ROUTING } from './create-organization.ts';
import type { IncidentBook } from './incidents.ts';
import { hash, uniform } from './noise.ts';
import { addLogNormal, addValue, emptySummary, readStatistic, type Summary } from './summary.ts';
import type { Clock, MetricKey, MetricPoints, MetricsWorld } from './types.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NAMES = ['Requests', 'Errors', 'Latency', 'Saturation'] as const;
type Name = (typeof NAMES)[number];
const HOURS_KEPT = 256;
const PUT_MINUTES_KEPT = 200_000;

interface Metric {
  models: readonly CellModel[];
  name: Name;
  lag: number;
  /** Hourly sums by hour modulo HOURS_KEPT, with the hour each slot holds. */
  hours: { tags: Int32Array; sums: Float64Array } | null;
}

export interface Metrics extends MetricsWorld {
  /** Any stretch of whole minutes, for alarms; `end` exclusive. */
  read(accountId: string, region: string, key: MetricKey, statistic: string, start: number, end: number): number | null;
}

function identity(accountId: string, region: string, key: MetricKey): string {
  return `${accountId}|${region}|${key.namespace}|${key.name}|${key.dimensions.map((d) => `${d.name}=${d.value}`).join(',')}`;
}

function retention(period: number): number {
  return (period % 3600 === 0 ? 455 : period % 300 === 0 ? 63 : 15) * DAY;
}

/** Metrics as a function of the models, the minute and the incidents; only data that was put is stored. */
export function createMetrics(models: readonly CellModel[], incidents: IncidentBook, clock: Clock): Metrics {
  const byCell = new Map(models.map((model) => [model.cell.name, model]));
  const opened = new Map<string, Metric>();
  const put = new Map<string, { key: MetricKey; minutes: Map<number, Summary> }>();
  let putMinutes = 0;
  const home = (model: CellModel) => (model.cell.cloud === 'gcp' ? MONITORING : model.cell.accountId);

  function find(id: string, accountId: string, region: string, key: MetricKey): Metric | null {
    const known = opened.get(id);
    if (known) return known;
    const name = NAMES.find((entry) => entry === key.name);
    const dimension = key.dimensions[0];
    if (!name || key.namespace !== 'Cell' || key.dimensions.length !== 1 || !dimension) return null;
    let of: readonly CellModel[];
    if (dimension.name === 'Layer') {
      if (dimension.value !== 'routing' || accountId !== ROUTING || region !== 'us-east-1' || name === 'Saturation') return null;
      of = models;
    } else {
      const model = dimension.name === 'Cell' ? byCell.get(dimension.value) : undefined;
      if (!model || home(model) !== accountId || model.cell.region !== region) return null;
      of = [model];
    }
    const metric: Metric = { models: of, name, lag: Math.floor(uniform(of[0]?.seed ?? 0, hash(name.length, 9)) * 20_000), hours: null };
    opened.set(id, metric);
    return metric;
  }

  function addMinute(metric: Metric, minute: number, into: Summary): void {
    let requests = 0;
    let errors = 0;
    let latency = 0;
    let saturation = 0;
    let reported = false;
    for (const model of metric.models) {
      const m = readMinute(model, minute, incidents.of(model.cell.name), metric.name === 'Latency' || metric.name === 'Saturation');
      if (Number.isNaN(m.requests)) continue;
      reported = true;
      requests += m.requests;
      errors += m.errors;
      latency += m.latency * m.requests;
      saturation = m.saturation;
    }
    if (!reported) return;
    if (metric.name === 'Requests') addValue(into, requests, 1);
    else if (metric.name === 'Errors') {
      if (errors > 0 || !(metric.models.length === 1 && metric.models[0]?.sparse)) addValue(into, errors, 1);
    } else if (metric.name === 'Latency') addLogNormal(into, latency / requests, requests);
    else {
      for (let i = 0; i < 6; i++) addValue(into, saturation * (i === minute % 6 ? 1 : 0.93 + 0.01 * i), 1);
    }
  }

  function hourSum(metric: Metric, hour: number): number {
    metric.hours ??= { tags: new Int32Array(HOURS_KEPT), sums: new Float64Array(HOURS_KEPT) };
    const slot = hour % HOURS_KEPT;
    if (metric.hours.tags[slot] === hour) return metric.hours.sums[slot] ?? Number.NaN;
    const summary = emptySummary();
    for (let m = hour * 60; m < hour * 60 + 60; m++) addMinute(metric, m, summary);
    const sum = summary.count === 0 ? Number.NaN : summary.sum;
    metric.hours.tags[slot] = hour;
    metric.hours.sums[slot] = sum;
    return sum;
  }

  /** The last minute that can be seen (exclusive). */
  const visible = (metric: Metric) => Math.floor((clock.now() - metric.lag) / MINUTE);

  function stretch(id: string, metric: Metric | null, statistic: string, from: number, to: number): number | null {
    const stored = put.get(id)?.minutes;
    const last = metric ? Math.min(to, visible(metric)) : 0;
    if (metric && !stored && statistic === 'Sum' && from % 60 === 0 && to % 60 === 0 && last === to) {
      let sum = Number.NaN;
      for (let hour = from / 60; hour < to / 60; hour++) {
        const value = hourSum(metric, hour);
        if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value;
      }
      return Number.isNaN(sum) ? null : sum;
    }
    const summary = emptySummary();
    if (metric) for (let m = from; m < last; m++) addMinute(metric, m, summary);
    if (stored) {
      for (let m = from; m < to; m++) {
        const extra = stored.get(m);
        if (extra) for (const value of extra.values) addValue(summary, value, 1);
      }
    }
    return readStatistic(summary, statistic);
  }

  return {
    read(accountId, region, key, statistic, start, end) {
      const id = identity(accountId, region, key);
      return stretch(id, find(id, accountId, region, key), statistic, start / MINUTE, end / MINUTE);
    },
    points(accountId, region, key, statistic, periodSeconds, start, end): MetricPoints | null {
      const id = identity(accountId, region, key);
      const metric = find(id, accountId, region, key);
      if (!metric && !put.has(id)) return null;
      const period = periodSeconds * 1000;
      const oldest = clock.now() - retention(periodSeconds);
      const first = Math.max(start, Math.ceil(oldest / period) * period);
      const result: MetricPoints = { timestamps: [], values: [] };
      for (let at = first; at < end && at <= clock.now(); at += period) {
        const value = stretch(id, metric, statistic, at / MINUTE, (at + period) / MINUTE);
        if (value === null) continue;
        result.timestamps.push(at);
        result.values.push(value);
      }
      return result;
    },
    list(accountId, region) {
      const keys: MetricKey[] = [];
      for (const model of models) {
        if (home(model) !== accountId || model.cell.region !== region) continue;
        for (const name of NAMES) keys.push({ namespace: 'Cell', name, dimensions: [{ name: 'Cell', value: model.cell.name }] });
      }
      if (accountId === ROUTING && region === 'us-east-1') {
        for (const name of NAMES.slice(0, 3)) keys.push({ namespace: 'Cell', name, dimensions: [{ name: 'Layer', value: 'routing' }] });
      }
      const prefix = `${accountId}|${region}|`;
      for (const [id, entry] of put) if (id.startsWith(prefix)) keys.push(entry.key);
      return keys;
    },
    put(accountId, region, namespace, data) {
      for (const datum of data) {
        const key: MetricKey = { namespace, name: datum.name, dimensions: datum.dimensions.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
        const id = identity(accountId, region, key);
        const entry = put.get(id) ?? { key, minutes: new Map<number, Summary>() };
        put.set(id, entry);
        const minute = Math.floor(datum.timestamp / MINUTE);
        let summary = entry.minutes.get(minute);
        if (!summary) {
          summary = emptySummary();
          entry.minutes.set(minute, summary);
          putMinutes++;
        }
        const target = summary;
        datum.values.forEach((value, i) => {
          for (let n = 0; n < Math.min(1000, Math.round(datum.counts[i] ?? 1)); n++) addValue(target, value, 1);
        });
        for (const [oldId, old] of put) {
          if (putMinutes <= PUT_MINUTES_KEPT) break;
          putMinutes -= old.minutes.size;
          put.delete(oldId);
        }
      }
    },
  };
}
