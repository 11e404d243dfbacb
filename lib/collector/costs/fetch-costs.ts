import { setTimeout as wait } from 'node:timers/promises';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import { dayText, firstDayOf, lastDayOf, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import type { CostLine } from '#lib/domain/cost/cost-line.ts';
import { type CostQuery, componentQuery, costQueries } from '#lib/domain/cost/cost-queries.ts';
import type { FetchPlan } from '#lib/domain/cost/fetch-plan.ts';
import { parseMoney } from '#lib/domain/cost/money.ts';
import type { FailureCode } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { type CostWindow, getCostAndUsage } from '#lib/sources/cost-explorer/get-cost-and-usage.ts';
import type { CostLedgerName, CostRecord } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { encodeLines } from './cost-body.ts';

/** What a fetch of costs came to. */
export interface FetchedCosts {
  records: CostRecord[];
  currency: string | null;
  /** Pages that were answered: each is paid for. */
  requests: number;
}

/** After the first page was paid for, one that fails for a moment is tried again: nothing of what was paid is to be lost. */
const AGAIN_AFTER_MS = [2_000, 8_000, 30_000];
const MOMENTARY: ReadonlySet<FailureCode> = new Set(['throttled', 'timeout', 'unreachable', 'service-error', 'invalid-response']);

/**
 * Asks Cost Explorer for all that a plan means, page after page. What is read is compressed at once: of a large organization it
 * would not fit memory otherwise.
 * @throws AwsFailure
 */
export async function fetchCosts(given: {
  aws: Aws;
  reader: Reader;
  registry: Registry;
  plan: FetchPlan;
  /** Last day (`YYYY-MM-DD`) with figures so far; null before the first fetch. */
  keptThrough: string | null;
  /** Told of each page that was answered. */
  onPaid: () => void;
  /** Ends the waiting for a page that failed. */
  signal: AbortSignal;
  againAfterMs?: readonly number[];
}): Promise<FetchedCosts> {
  const { aws, reader, registry, plan, keptThrough, onPaid, signal, againAfterMs = AGAIN_AFTER_MS } = given;
  const fetched: FetchedCosts = { records: [], currency: null, requests: 0 };
  const send = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (const ms of againAfterMs) {
      try {
        return await ask();
      } catch (error) {
        if (fetched.requests === 0 || !(error instanceof AwsFailure) || !MOMENTARY.has(error.code)) throw error;
        await wait(ms, undefined, { signal });
      }
    }
    return ask();
  };
  /** The last period that has a line. */
  const through = new Map<CostLedgerName, string>();
  const queries = costQueries(registry);
  const component = componentQuery(registry);
  const components = component ? [component] : [];
  for (const [ledgers, window] of windowsOf(plan)) {
    for (const [ledger, asked] of [
      [ledgers.costs, queries],
      [ledgers.components, components],
    ] as const) {
      for (const [part, query] of asked.entries()) await read(ledger, part, query, window);
    }
    // It would put nothing in place of figures that are known.
    if (!through.has(ledgers.costs) && keptThrough !== null && window.start <= keptThrough) {
      throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', `without a single charge since ${window.start}`);
    }
  }
  // Days at the end without a single line have not been billed yet: they are not known to have cost nothing.
  fetched.records = fetched.records.filter(({ ledger, period }) => period <= (through.get(ledger) ?? ''));
  return fetched;

  async function read(ledger: CostLedgerName, part: number, query: CostQuery, window: CostWindow): Promise<void> {
    let open = null as { period: string; estimated: boolean; lines: CostLine[] } | null;
    const close = async () => {
      if (open && open.lines.length > 0 && open.period > (through.get(ledger) ?? '')) through.set(ledger, open.period);
      // Of the first question every period is kept: it tells whether it is an estimate.
      if (open && (open.lines.length > 0 || part === 0)) {
        fetched.records.push({ ledger, period: open.period, part, body: await encodeInTurn(open) });
      }
    };
    for await (const page of getCostAndUsage(aws, reader, query, window, send)) {
      fetched.requests++;
      onPaid();
      if (!page.periods.every(({ lines }) => lines.every(isReadable))) {
        throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', 'with an amount that is no number');
      }
      fetched.currency ??= page.currency;
      for (const { period, estimated, lines } of page.periods) {
        // A period that does not fit a page goes on under the same name on the next.
        if (open?.period === period) open.lines.push(...lines);
        else {
          await close();
          open = { period, estimated, lines };
        }
      }
    }
    await close();
  }
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

/** What could not be loaded again must not replace what can. */
function isReadable({ unblended, amortized, netAmortized }: CostLine): boolean {
  try {
    for (const amount of [unblended, amortized, netAmortized]) parseMoney(amount);
    return true;
  } catch {
    return false;
  }
}

async function encodeInTurn(period: { estimated: boolean; lines: CostLine[] }): Promise<Uint8Array> {
  await ownTurn();
  return encodeLines(period);
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
