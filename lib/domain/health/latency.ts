import { type Reading, requestsAt, runStart } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { figure } from './wording.ts';

/** Minutes with fewer requests say nothing about a percentile. */
const LEAST_REQUESTS = 100;

/** Latency over the objective in 3 of the last 5 minutes; critical at twice the objective in all 5. */
export function judgeLatency(reading: Reading, minute = reading.minute): Evidence | null {
  const objective = reading.subject.objectives.latencyMs;
  const values: number[] = [];
  for (let i = minute - 4; i <= minute; i++) {
    const value = latencyAt(reading, i);
    if (value > objective) values.push(value);
  }
  if (values.length < 3) return null;
  const critical = values.length === 5 && values.every((value) => value > 2 * objective);
  const typical = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  return {
    kind: 'latency',
    health: critical ? 'critical' : 'degraded',
    text: `latency ${figure(typical)} ms, objective ${figure(objective)}`,
    detail: `Latency was over the objective of ${figure(objective)} ms in ${values.length} of the last 5 minutes, around ${figure(typical)} ms${critical ? ', more than twice the objective' : ''}. Look at saturation and at what this cell waits for.`,
    signal: 'latency',
    since: runStart(minute, (i) => latencyAt(reading, i) > objective),
    informs: false,
  };
}

/** Latency of a minute that had enough requests to tell; NaN otherwise. */
export function latencyAt(reading: Reading, minute: number): number {
  if (reading.requests && !(requestsAt(reading, minute) >= LEAST_REQUESTS)) return Number.NaN;
  return reading.latency?.at(minute) ?? Number.NaN;
}
