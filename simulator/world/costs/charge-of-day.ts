import { hash, uniform } from '../noise.ts';
import { dayRequests } from '../traffic.ts';
import { type BillPayer, regionFactor } from './bill-payer.ts';
import { calendarDay, DAY_MS, firstOfMonth, isSettled, knownShare } from './billing-calendar.ts';
import type { ChargeKind } from './charge-kind.ts';
import type { CostAnomaly } from './cost-anomaly.ts';

/** What the organization has negotiated on usage, and what its Savings Plan takes off the price. */
const NEGOTIATED = 0.94;
const COVERED_PRICE = 0.72;
/** Of the Savings Plan's fee, what covers nothing. */
const UNUSED = 0.03;
const GROWTH_A_DAY = 0.0004;
const GROWTH_FROM = 20_400;

/** One line of a bill, USD but for the usage. */
export interface Charge {
  unblended: number;
  amortized: number;
  netUnblended: number;
  netAmortized: number;
  usage: number;
  normalized: number;
}

/** What is known on a day: the same for all payers. */
export interface BillDay {
  day: number;
  /** Epoch ms. */
  now: number;
  /** Of the day's usage, 0 to 1. */
  known: number;
  ofMonth: number;
  daysOfMonth: number;
  /** Of the month's usage, 0 to 1. */
  monthKnown: number;
}

/** @param until epoch ms up to which usage is known */
export function billDay(day: number, now: number, until: number): BillDay {
  const first = firstOfMonth(day);
  const daysOfMonth = firstOfMonth(day, 1) - first;
  const monthKnown = Math.min(1, Math.max(0, (until / DAY_MS - first) / daysOfMonth));
  return { day, now, known: knownShare(day, until), ofMonth: calendarDay(day).ofMonth, daysOfMonth, monthKnown };
}

/** Millions of requests of a payer's day. */
export function millionsOf({ model }: BillPayer, day: number): number {
  return model === null ? 0 : dayRequests(model, day) / 1e6;
}

/** Writes one line of a day's bill into `out`; false when there is none. */
export function chargeOfDay(
  payer: BillPayer,
  kind: ChargeKind,
  millions: number,
  at: BillDay,
  anomaly: CostAnomaly | null,
  out: Charge,
): boolean {
  if (kind.monthly !== null) return monthlyCharge(payer, kind.monthly, kind.recordType === 'Tax' ? at.monthKnown : 1, at, out);
  if (at.known <= 0) return false;
  let usage = kind.each + kind.perSize * payer.size;
  if (kind.grows) usage *= Math.max(0.2, 1 + GROWTH_A_DAY * (at.day - GROWTH_FROM));
  // Each kind of usage varies a little on its own from day to day.
  if (kind.perMillion > 0) usage += kind.perMillion * millions * (0.97 + 0.06 * uniform(hash(payer.seed, at.day), kind.usageType.length));
  if (anomaly !== null && kind === anomaly.kind && payer === anomaly.payer) usage += anomaly.extraUsage(at.day);
  usage *= at.known;
  if (usage <= 0) return false;
  const usd = usage * kind.price * regionFactor(payer.region);
  out.usage = usage;
  out.normalized = kind.instanceType === null ? 0 : usage * (kind.instanceType.endsWith('.xlarge') ? 8 : 4);
  out.unblended = usd;
  out.amortized = usd;
  switch (kind.recordType) {
    case 'SavingsPlanCoveredUsage':
      out.amortized = usd * COVERED_PRICE;
      break;
    case 'SavingsPlanNegation':
      out.usage = 0;
      out.normalized = 0;
      out.unblended = -usd;
      out.amortized = 0;
      break;
    case 'SavingsPlanRecurringFee':
      out.unblended = payer.size * at.known * COVERED_PRICE * (1 + UNUSED);
      out.amortized = payer.size * at.known * COVERED_PRICE * UNUSED;
      break;
  }
  out.netUnblended = out.unblended * NEGOTIATED;
  out.netAmortized = out.amortized * NEGOTIATED;
  return true;
}

function monthlyCharge(
  payer: BillPayer,
  { day, share, settlesOn }: NonNullable<ChargeKind['monthly']>,
  ofMonth: number,
  at: BillDay,
  out: Charge,
): boolean {
  if (at.ofMonth !== day || at.known <= 0) return false;
  if (settlesOn !== null && !isSettled(at.day, settlesOn, at.now)) return false;
  const usd = payer.dailyUsd * at.daysOfMonth * share * ofMonth;
  out.unblended = usd;
  out.amortized = usd;
  out.netUnblended = usd;
  out.netAmortized = usd;
  out.usage = 0;
  out.normalized = 0;
  return usd !== 0;
}
