import { setTimeout as wait } from 'node:timers/promises';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import { dayText, firstDayOf, lastDayOf, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import { componentQuery, costQueries } from '#lib/domain/cost/cost-queries.ts';
import type { FetchPlan } from '#lib/domain/cost/fetch-plan.ts';
import type { FailureCode } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { CostWindow } from '#lib/sources/cost-explorer/get-cost-and-usage.ts';
import { isTokenRefused } from '#lib/sources/cost-explorer/is-token-refused.ts';
import type { CostLedgerName, CostRecord } from '#lib/store/store.ts';
import type { PageBook } from './page-book.ts';
import { readReport } from './read-report.ts';

/** What a fetch of costs came to. */
export interface FetchedCosts {
  records: CostRecord[];
  currency: string | null;
}

/** After the first page was paid for, one that fails for a moment is tried again: nothing of what was paid is to be lost. */
const AGAIN_AFTER_MS = [2_000, 8_000, 30_000];
const MOMENTARY: ReadonlySet<FailureCode> = new Set(['throttled', 'timeout', 'unreachable', 'service-error', 'invalid-response']);

/**
 * Asks Cost Explorer for all that a plan means, page after page; what was answered in an earlier attempt is not asked for again. What
 * is read is compressed at once: of a large organization it would not fit memory otherwise.
 * @throws AwsFailure
 */
export async function fetchCosts(given: {
  aws: Aws;
  reader: Reader;
  registry: Registry;
  plan: FetchPlan;
  /** Last day (`YYYY-MM-DD`) with figures so far; null before the first fetch. */
  keptThrough: string | null;
  pages: PageBook;
  /** Ends the waiting for a page that failed. */
  signal: AbortSignal;
  againAfterMs?: readonly number[];
}): Promise<FetchedCosts> {
  const { aws, reader, registry, plan, keptThrough, pages, signal, againAfterMs = AGAIN_AFTER_MS } = given;
  const send = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (const ms of againAfterMs) {
      try {
        return await ask();
      } catch (error) {
        if (pages.paid === 0 || !(error instanceof AwsFailure) || !MOMENTARY.has(error.code) || isTokenRefused(error)) throw error;
        await wait(ms, undefined, { signal });
      }
    }
    return ask();
  };
  const fetched: FetchedCosts = { records: [], currency: null };
  /** The last period that has a line. */
  const through = new Map<CostLedgerName, string>();
  const queries = costQueries(registry);
  const component = componentQuery(registry);
  const components = component ? [component] : [];
  let at = 0;
  for (const [ledgers, window] of windowsOf(plan)) {
    for (const [ledger, asked] of [
      [ledgers.costs, queries],
      [ledgers.components, components],
    ] as const) {
      for (const [part, query] of asked.entries()) {
        const report = await readReport({ aws, reader, pages, send }, { at: at++, query, window });
        fetched.currency ??= report.currency;
        for (const { period, lines, body } of report.periods) {
          if (lines > 0 && period > (through.get(ledger) ?? '')) through.set(ledger, period);
          // Of the first question every period is kept: it tells whether it is an estimate.
          if (lines > 0 || part === 0) fetched.records.push({ ledger, period, part, body });
        }
      }
    }
    // It would put nothing in place of figures that are known.
    if (!through.has(ledgers.costs) && keptThrough !== null && window.start <= keptThrough) {
      await pages.dropAll();
      throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', `without a single charge since ${window.start}`);
    }
  }
  // Days at the end without a single line have not been billed yet: they are not known to have cost nothing.
  fetched.records = fetched.records.filter(({ ledger, period }) => period <= (through.get(ledger) ?? ''));
  return fetched;
}

interface LedgerPair {
  costs: CostLedgerName;
  components: CostLedgerName;
}

function windowsOf({ days, months }: FetchPlan): [LedgerPair, CostWindow][] {
  const byDay: [LedgerPair, CostWindow] = [
    { costs: 'days', components: 'component-days' },
    { step: 'day', start: dayText(days.first), end: dayText(days.last + 1) },
  ];
  if (!months) return [byDay];
  const byMonth: [LedgerPair, CostWindow] = [
    { costs: 'months', components: 'component-months' },
    { step: 'month', start: dayText(firstDayOf(months.first)), end: dayText(Math.min(days.last, lastDayOf(months.last)) + 1) },
  ];
  return [byMonth, byDay];
}

/** The ledgers that a plan replaces, and from which period on. */
export function replacedBy({ days, months }: FetchPlan): { ledger: CostLedgerName; from: string }[] {
  // Where all is read anew nothing of before stays: a gap in between would look like days that cost nothing.
  const from = months ? '' : dayText(days.first);
  // Else it begins with a month, and its months are summed up from its days.
  const byMonth = months ? '' : monthText(monthOf(days.first));
  return [
    { ledger: 'days', from },
    { ledger: 'component-days', from },
    { ledger: 'months', from: byMonth },
    { ledger: 'component-months', from: byMonth },
  ];
}
