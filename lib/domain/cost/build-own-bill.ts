import { dayOf, dayStart, firstDayOf, monthOf, monthText } from './calendar.ts';
import { type Money, moneyText, parseMoney, scaleMoney } from './money.ts';
import type { OwnBill } from './own-bill.ts';
import { PRICE_CLASS_NAMES, PRICE_CLASSES, type PriceClass, UNIT_PRICES } from './price-class.ts';

/** Our own calls of one price class on one day. */
export interface OwnCalls {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  priceClass: PriceClass;
  /** Metrics for `metrics`, else requests. */
  units: number;
  /** Epoch ms of the first that was counted on that day. */
  since: number;
}

/** Calls of so many days tell how they go on. */
const RATE_DAYS = 3;
const LEAST_MS = 3_600_000;

/** What this month's calls come to. @param calls of this month and of the last days before it, over all runs */
export function buildOwnBill(calls: readonly OwnCalls[], now: number, budgetUsd: number | null, slowed: readonly string[]): OwnBill {
  const month = monthOf(dayOf(now));
  const end = dayStart(firstDayOf(month + 1));
  const classes = PRICE_CLASSES.map((priceClass) => {
    const own = calls.filter((one) => one.priceClass === priceClass);
    const units = own.reduce((sum, one) => sum + (one.day.startsWith(monthText(month)) ? one.units : 0), 0);
    const usd = priceOf(priceClass, units);
    const aDay = unitsADay(priceClass, own, now);
    const more = aDay === null ? null : scaleMoney(UNIT_PRICES[priceClass], aDay * (end - now), 86_400_000);
    return { priceClass, units, usd, projected: more === null ? null : usd + more };
  });
  const usd = classes.reduce((sum, one) => sum + one.usd, 0n);
  // A class of which too little is known counts with what it has come to.
  const projected = classes.some((one) => one.projected !== null && one.usd > 0n)
    ? classes.reduce((sum, one) => sum + (one.projected ?? one.usd), 0n)
    : null;
  return {
    month: monthText(month),
    usd: moneyText(usd),
    projectedUsd: projected === null ? null : moneyText(projected),
    classes: classes
      .filter(({ units }) => units > 0)
      .sort((a, b) => (a.usd === b.usd ? b.units - a.units : a.usd > b.usd ? -1 : 1))
      .map((one) => ({
        name: PRICE_CLASS_NAMES[one.priceClass],
        calls: one.units,
        usd: moneyText(one.usd),
        projectedUsd: one.projected === null ? null : moneyText(one.projected),
      })),
    budgetUsd: budgetUsd === null ? null : moneyText(parseMoney(String(budgetUsd))),
    slowed,
  };
}

export function priceOf(priceClass: PriceClass, units: number): Money {
  return UNIT_PRICES[priceClass] * BigInt(Math.round(units));
}

/** Units a day as in the last days; null while too little is known. */
function unitsADay(priceClass: PriceClass, own: readonly OwnCalls[], now: number): number | null {
  const today = dayOf(now);
  const recent = own.filter(({ since }) => dayOf(since) > today - RATE_DAYS);
  // The first fetch of costs reads a year and never comes again: the quietest whole day tells how it goes on.
  if (priceClass === 'cost-explorer') {
    const whole = own.filter(({ since }) => dayOf(since) < today && dayOf(since) > today - 7).map(({ units }) => units);
    return whole.length === 0 ? null : Math.min(...whole);
  }
  const since = Math.min(...recent.map((one) => one.since));
  if (recent.length === 0 || now - since < LEAST_MS) return null;
  return (recent.reduce((sum, { units }) => sum + units, 0) * 86_400_000) / (now - since);
}
