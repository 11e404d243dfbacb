import type { GetMetricDataCommandOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { FailureCode } from '#lib/domain/facts.ts';
import type { SignalDefinition } from '#lib/domain/registry/registry.ts';

/** Points of one metric, or why it could not be read. Latency is turned into milliseconds. */
export type MetricResult =
  | { ok: true /** Starts of periods, epoch ms. */; times: number[]; values: number[] }
  | { ok: false; code: FailureCode; message: string };

interface Gathered {
  times: number[];
  values: number[];
  status: string | undefined;
  message: string | undefined;
}

/** Puts the pages of one GetMetricData together; results are found by the id that we gave (`m0`, `m1`, …). */
export function readResults(
  pages: readonly Pick<GetMetricDataCommandOutput, 'MetricDataResults'>[],
  wanted: readonly { accountId: string | null; definition: Pick<SignalDefinition, 'unit'> }[],
): MetricResult[] {
  const gathered = new Map<string, Gathered>();
  for (const page of pages) {
    for (const result of page.MetricDataResults ?? []) gather(gathered, result);
  }
  return wanted.map(({ accountId, definition }, index) => judge(gathered.get(`m${index}`), accountId, scale(definition.unit)));
}

function gather(gathered: Map<string, Gathered>, result: MetricDataResult): void {
  if (result.Id === undefined) return;
  const known = gathered.get(result.Id) ?? { times: [], values: [], status: undefined, message: undefined };
  gathered.set(result.Id, known);
  // A page that fails spoils the metric, whatever the other pages say.
  if (known.status !== 'Forbidden' && known.status !== 'InternalError') known.status = result.StatusCode;
  known.message = result.Messages?.[0]?.Value ?? known.message;
  const values = result.Values ?? [];
  const times = result.Timestamps ?? [];
  for (let i = 0; i < times.length && i < values.length; i++) {
    const time = times[i]?.getTime();
    const value = values[i];
    if (time === undefined || value === undefined || !Number.isFinite(value) || !Number.isFinite(time)) continue;
    known.times.push(time);
    known.values.push(value);
  }
}

function judge(found: Gathered | undefined, accountId: string | null, factor: number): MetricResult {
  if (!found) return { ok: false, code: 'invalid-response', message: 'CloudWatch left this metric out of its answer.' };
  switch (found.status) {
    case 'Complete':
    case undefined:
      if (factor !== 1) found.values = found.values.map((value) => value * factor);
      return { ok: true, times: found.times, values: found.values };
    case 'PartialData':
      return { ok: false, code: 'service-error', message: 'CloudWatch gave a part of the points only: trying again at the next refresh.' };
    case 'Forbidden':
      return {
        ok: false,
        code: 'access-denied',
        message: `access denied reading metrics${accountId ? ` of account ${accountId}` : ''}: link that account to the monitoring account, sharing metrics`,
      };
    default:
      return { ok: false, code: 'service-error', message: found.message ?? 'CloudWatch had an internal error with this metric.' };
  }
}

/** The registry says in which unit a latency is published; all rules judge milliseconds. */
function scale(unit: string | null): number {
  if (unit === 'Seconds') return 1000;
  return unit === 'Microseconds' ? 0.001 : 1;
}
