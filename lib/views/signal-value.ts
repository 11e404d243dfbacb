import type { CellFacts } from '#lib/domain/facts.ts';
import type { Signal, SignalDefinition } from '#lib/domain/registry/registry.ts';

/**
 * What a page shows of one minute of a signal: requests a second, errors as a ratio, latency in ms, saturation in percent.
 * NaN where nothing is known.
 */
export function signalValue(facts: CellFacts, signal: Signal, minute: number, errors: SignalDefinition | undefined): number {
  const value = facts.minutes[signal]?.at(minute) ?? Number.NaN;
  if (signal === 'requests') return value / 60;
  if (signal !== 'errors') return value;
  // In the newest minute a missing count may only be late: that is not yet zero.
  if (Number.isNaN(value) && minute >= (facts.minutes.requests?.newest ?? 0)) return Number.NaN;
  return errorRatio(value, facts.minutes.requests?.at(minute) ?? Number.NaN, errors);
}

/** Errors by requests; a missing error count is zero only where the registry says so and requests has a point. */
export function errorRatio(errors: number, requests: number, definition: SignalDefinition | undefined): number {
  const counted = Number.isNaN(errors) && definition?.whenMissing === 'zero' && !Number.isNaN(requests) ? 0 : errors;
  if (requests === 0) return counted === 0 ? 0 : Number.NaN;
  return Math.min(1, counted / requests);
}
