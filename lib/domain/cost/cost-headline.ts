import type { Because, CostChange, LabelledSpan } from './cost-picture.ts';
import type { Period } from './period.ts';
import type { Projection } from './project-month.ts';
import { shortService } from './service-name.ts';

interface Told {
  cost: string;
  currency: string;
  /** "October", "Nov 1–21". */
  period: LabelledSpan;
  kind: Period['kind'];
  /** Name of the period's month: "November". */
  month: string;
  /** What is compared with. */
  previous: LabelledSpan | null;
  projection: Projection | null;
  change: CostChange | null;
  /** Whether that is without tax, support and credits. */
  without: boolean;
}

/** Less than half a percent is no change. */
const SAME = 0.005;
/** What contributes less than a tenth explains nothing. */
const TELLING = 0.1;

/** The sentence on top of the Costs page: what it cost, and what moved it. "October cost $12,340, 8 % more than September: …". */
export function writeCostHeadline(told: Told): { lead: string; detail: string } {
  const { change, previous, period, kind } = told;
  const amount = wholeMoney(Number(told.cost), told.currency);
  const sentence =
    change && previous ? changed(change, `${previous.label}${told.without ? ' but for tax, support and credits' : ''}`, told.currency) : '';
  if (kind !== 'month-so-far') {
    const lead = `${period.label} cost ${amount}`;
    return change && previous
      ? { lead: `${lead}, ${sentence}`, detail: '' }
      : { lead: `${lead}.`, detail: 'What it was before is not known.' };
  }
  const end = told.projection ? `, about ${wholeMoney(rounded(told.projection.estimate), told.currency)} by its end` : '';
  return {
    lead: `${amount} in ${told.month} so far${end}`,
    detail: sentence === '' ? 'What it was before is not known.' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
  };
}

/** "8 % more than September: prod-use1-a's Amazon DynamoDB explains $610 of $914." */
function changed({ amount, ratio, because }: CostChange, before: string, currency: string): string {
  const value = Number(amount);
  if (ratio === null) return value === 0 ? `as ${before}.` : `after nothing in ${before}.`;
  if (Math.abs(ratio) < SAME) return `about the same as ${before}.`;
  const much = `${percentOf(ratio)} ${ratio > 0 ? 'more' : 'less'} than ${before}`;
  const first = because[0];
  if (!first) return `${much}.`;
  const all = wholeMoney(Math.abs(value), currency);
  const part = wholeMoney(Math.abs(Number(first.amount)), currency);
  if (Math.abs(Number(first.amount)) < TELLING * Math.abs(value))
    return `${much}: many small changes, the largest ${part} of ${nameOf(first)}.`;
  const of = Math.abs(Number(first.amount)) < Math.abs(value) ? ` of the ${all}` : `, more than all of the ${all}`;
  return `${much}: ${nameOf(first)} explains ${part}${of}.`;
}

/** "prod-use1-a's DynamoDB". */
function nameOf({ owner, service }: Because): string {
  const short = shortService(service);
  return owner === null ? short : `${owner}'s ${short}`;
}

function percentOf(ratio: number): string {
  const value = Math.abs(ratio) * 100;
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '')} %`;
}

/** To three digits: an estimate pretends no more. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** "$12,340"; cents where it is less than ten. */
function wholeMoney(value: number, currency: string): string {
  const digits = Math.abs(value) < 10 ? 2 : 0;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
