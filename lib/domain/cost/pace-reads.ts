import { dayOf, dayStart, firstDayOf, monthOf } from './calendar.ts';
import { type Money, moneyNumber } from './money.ts';

/** How often metrics and alarms are read, and why not as often as asked. Pipelines cost nothing: they are never slowed. */
export interface Pace {
  metricsMs: number;
  alarmsMs: number;
  /** Sentences for a person, of what the budget slows; empty when it slows nothing. */
  slowed: readonly string[];
  /** A few words for the freshness bar; null when metrics are read as often as asked. */
  note: string | null;
}

export interface PaceAsk {
  now: number;
  /** REFRESH_SECONDS. */
  refreshMs: number;
  /** How often metrics are read while nobody looks, nothing moves and nothing is sick. */
  idleMs: number;
  idle: boolean;
  /** Per month; null without one. */
  budget: Money | null;
  /** Since the month began. */
  spent: Money;
  /** What one round of each costs, and what a day costs that is not slowed: costs, hourly and daily sums, the registry. */
  round: { metrics: Money; alarms: Money };
  otherADay: Money;
}

/** Slower than this they would tell nothing: what is kept of minutes must still join. */
const SLOWEST_METRICS_MS = 60 * 60_000;
const SLOWEST_ALARMS_MS = 10 * 60_000;
/** Left over of the budget, for pages that people open on the past of a cell. */
const RESERVE = 0.95;
const DAY_MS = 86_400_000;

/**
 * The pace that what is left of the budget allows until the month's end, at most the one asked for. Metrics are slowed first, and
 * alarms only when metrics are at their slowest: what is read then goes on, since a blind month would be worse than a dear one.
 */
export function paceReads(ask: PaceAsk): Pace {
  const metricsMs = ask.idle ? Math.max(ask.refreshMs, ask.idleMs) : ask.refreshMs;
  const calm: Pace = { metricsMs, alarmsMs: ask.refreshMs, slowed: [], note: metricsMs > ask.refreshMs ? every(metricsMs) : null };
  if (ask.budget === null) return calm;
  const left = Math.max(1, dayStart(firstDayOf(monthOf(dayOf(ask.now)) + 1)) - ask.now);
  const dollars = moneyNumber(ask.budget) * RESERVE - moneyNumber(ask.spent) - (moneyNumber(ask.otherADay) * left) / DAY_MS;
  const alarmsAsAsked = (moneyNumber(ask.round.alarms) * left) / ask.refreshMs;
  const metrics = affordable(moneyNumber(ask.round.metrics), dollars - alarmsAsAsked, left);
  if (metrics <= metricsMs) return calm;
  const slowMetrics = Math.max(ask.refreshMs, Math.min(SLOWEST_METRICS_MS, metrics));
  const metricsAtSlowest = (moneyNumber(ask.round.metrics) * left) / slowMetrics;
  const alarms = metrics > SLOWEST_METRICS_MS ? affordable(moneyNumber(ask.round.alarms), dollars - metricsAtSlowest, left) : ask.refreshMs;
  const slowAlarms = Math.max(ask.refreshMs, Math.min(SLOWEST_ALARMS_MS, alarms));
  const budget = `$${moneyNumber(ask.budget)} a month`;
  const slowed = [`Metrics are read ${every(slowMetrics)} instead of ${every(ask.refreshMs)}, to stay within ${budget}.`];
  if (slowAlarms > ask.refreshMs)
    slowed.push(`Alarms are read ${every(slowAlarms)} instead of ${every(ask.refreshMs)}, for the same reason.`);
  if (alarms > SLOWEST_ALARMS_MS) slowed.push(`Even so ${budget} will be passed: nothing is read less often than this.`);
  return {
    metricsMs: Math.max(metricsMs, slowMetrics),
    alarmsMs: slowAlarms,
    slowed,
    note: `${every(slowMetrics)}, to stay within the budget`,
  };
}

/** The interval at which rounds of a price fit what there is to spend; whole seconds, rounded up. */
function affordable(price: number, dollars: number, left: number): number {
  if (price <= 0) return 0;
  if (dollars <= 0) return Number.POSITIVE_INFINITY;
  return Math.ceil((price * left) / dollars / 1000) * 1000;
}

/** "every 5 minutes". */
function every(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds === 60) return 'every minute';
  if (seconds % 60 === 0) return `every ${seconds / 60} minutes`;
  return seconds < 120 ? `every ${seconds} seconds` : `every ${(seconds / 60).toFixed(1)} minutes`;
}
