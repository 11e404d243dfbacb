import type { TrafficModel } from './cell-model.ts';
import { WEEK } from './cell-model.ts';
import { incidentLevel } from './incidents.ts';
import { deviate, drift } from './noise.ts';
import { hourTraffic, minuteTraffic, type Traffic } from './traffic.ts';
import type { Incident } from './types.ts';

/** What was served in one minute; requests is NaN when nothing was reported at all. */
export interface Minute extends Traffic {
  /** p99, milliseconds. */
  latency: number;
  /** The minute's maximum, percent. */
  saturation: number;
}

const out: Minute = { requests: 0, errors: 0, latency: 0, saturation: 0 };

/** Requests and errors of a minute (epoch minutes), latency and saturation too when `full`. The answer is one reused object. */
export function readMinute(model: TrafficModel, minute: number, incidents: readonly Incident[] | undefined, full: boolean): Minute {
  const traffic = minuteTraffic(model, minute);
  out.requests = traffic.requests;
  out.errors = traffic.errors;
  let extraRatio = 0;
  let latencyFactor = 1;
  let extraSaturation = 0;
  for (const incident of incidents ?? []) {
    const level = incidentLevel(incident, minute * 60_000);
    if (level === 0) continue;
    const severity = incident.severity;
    if (incident.kind === 'silence') {
      if (level < 0.3) continue;
      out.requests = out.errors = out.latency = out.saturation = Number.NaN;
      return out;
    }
    if (incident.kind === 'traffic-loss') {
      const left = 1 - level * Math.min(1, severity * 1.1875);
      out.requests = Math.round(out.requests * left);
      out.errors = Math.round(out.errors * left);
    } else if (incident.kind === 'errors') extraRatio += level * 0.5 * severity * severity;
    else {
      latencyFactor *= 1 + level * severity * 5.7;
      extraSaturation += level * severity * 22;
    }
  }
  if (extraRatio > 0) {
    const extra = out.requests * Math.min(1, extraRatio);
    const drawn = Math.round(extra + Math.sqrt(extra) * deviate(model.seed + 16, minute));
    out.errors = Math.min(out.requests, out.errors + Math.max(0, drawn));
  }
  if (full) {
    const seed = model.seed;
    const load = Math.min(1.2, model.week.load[minute % WEEK] ?? 1);
    out.latency =
      model.latency * latencyFactor * (0.97 + 0.04 * load + 0.025 * drift(seed + 20, minute) + 0.008 * deviate(seed + 17, minute));
    out.saturation = Math.min(
      100,
      model.saturation + 7 * load + extraSaturation + 1.2 * drift(seed + 30, minute) + 0.3 * deviate(seed + 18, minute),
    );
  }
  return out;
}

/** Requests and errors of an hour (epoch hours): exactly the sum of its minutes. NaN when none reported. A reused object. */
export function readHour(model: TrafficModel, hour: number, incidents: readonly Incident[] | undefined): Traffic {
  const start = hour * 3_600_000;
  const struck = incidents?.some(({ startedAt, endedAt }) => startedAt < start + 3_600_000 && (endedAt === null || endedAt > start));
  if (!struck) return hourTraffic(model, hour);
  const sum: Traffic = { requests: Number.NaN, errors: Number.NaN };
  for (let m = hour * 60; m < hour * 60 + 60; m++) {
    const { requests, errors } = readMinute(model, m, incidents, false);
    if (Number.isNaN(requests)) continue;
    sum.requests = (Number.isNaN(sum.requests) ? 0 : sum.requests) + requests;
    sum.errors = (Number.isNaN(sum.errors) ? 0 : sum.errors) + errors;
  }
  return sum;
}
