import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { CostLine } from '#lib/domain/cost/cost-line.ts';
import type { CostQuery } from '#lib/domain/cost/cost-queries.ts';
import { parseMoney } from '#lib/domain/cost/money.ts';
import { type CostWindow, getCostAndUsage } from '#lib/sources/cost-explorer/get-cost-and-usage.ts';
import { isTokenRefused } from '#lib/sources/cost-explorer/is-token-refused.ts';
import type { CostPage } from '#lib/sources/cost-explorer/to-cost-page.ts';
import { ownTurn } from '#lib/turns.ts';
import { encodeLines } from './cost-body.ts';
import type { PageBook } from './page-book.ts';

/** One question of a fetch, by its place in it. */
export interface Question {
  at: number;
  query: CostQuery;
  window: CostWindow;
}

/** What one question was answered, compressed. */
export interface CostReport {
  periods: { period: string; lines: number; body: Uint8Array }[];
  currency: string | null;
}

export interface Asking {
  aws: Aws;
  reader: Reader;
  pages: PageBook;
  /** Sends the request of one page, again if it likes. */
  send: <T>(ask: () => Promise<T>) => Promise<T>;
}

/**
 * The whole answer to a question: pages that are kept, then those that AWS goes on with. All of them are of one report: where AWS
 * does not go on with it, the question is begun anew.
 * @throws AwsFailure
 */
export async function readReport(asking: Asking, question: Question): Promise<CostReport> {
  try {
    return await assemble(pagesOf(asking, question));
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    await asking.pages.drop(question.at);
    return assemble(pagesOf(asking, question));
  }
}

async function* pagesOf({ aws, reader, pages, send }: Asking, { at, query, window }: Question): AsyncGenerator<CostPage> {
  let page = 0;
  let next: string | null = null;
  for (;;) {
    const kept = await pages.kept(at, page);
    if (!kept) break;
    page++;
    next = kept.next;
    yield kept;
    if (next === null) return;
  }
  try {
    for await (const answered of getCostAndUsage(aws, reader, query, window, next, send)) {
      if (!answered.periods.every(({ lines }) => lines.every(isReadable))) {
        throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', 'with an amount that is no number');
      }
      await pages.keep(at, page++, answered);
      yield answered;
    }
  } catch (error) {
    // It was answered, and can't be used: by the hour that would be paid for again and again.
    if (error instanceof AwsFailure && error.code === 'invalid-response' && error.cause === undefined) pages.lost++;
    throw error;
  }
}

/** Puts the periods of pages together; a period that does not fit a page goes on under the same name on the next. */
async function assemble(pages: AsyncIterable<CostPage>): Promise<CostReport> {
  const report: CostReport = { periods: [], currency: null };
  let open = null as { period: string; estimated: boolean; lines: CostLine[] } | null;
  const close = async () => {
    if (!open) return;
    await ownTurn();
    report.periods.push({ period: open.period, lines: open.lines.length, body: await encodeLines(open) });
  };
  for await (const page of pages) {
    report.currency ??= page.currency;
    for (const { period, estimated, lines } of page.periods) {
      if (open?.period === period) open.lines.push(...lines);
      else {
        await close();
        open = { period, estimated, lines };
      }
    }
  }
  await close();
  return report;
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
