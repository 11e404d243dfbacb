import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import type { CostBook } from '#lib/runtime-contract.ts';
import type { CostsProblem, CostsStatusView } from './costs-view.ts';
import { isoTime } from './iso-time.ts';

/** How the reading of costs stands: contract of GET /api/costs/status. */
export function costsStatus(book: CostBook): CostsStatusView {
  const failure = book.failure();
  return {
    version: book.version,
    known: book.known() !== null,
    problem: costsProblem(book),
    since: isoTime(failure?.since ?? null),
    nextFetch: isoTime(book.nextFetch()),
    ownBill: book.ownBill(),
  };
}

/** Why costs are not known or not fresh, in words; null while they are. */
export function costsProblem(book: Pick<CostBook, 'known' | 'failure' | 'nextFetch'>): CostsProblem | null {
  const failure = book.failure();
  // Its message says what to do, too.
  if (failure) {
    const title = TITLES[failure.code] ?? 'The bill could not be read';
    return { code: failure.code, title, detail: failure.message, fix: null, needsRole: false };
  }
  if (book.known()) return null;
  if (book.nextFetch() === null) {
    return {
      code: 'no-management-account',
      title: 'Costs need the management account',
      detail: 'The registry names no management account, so Cellwatch does not ask Cost Explorer. Nothing is read, and nothing paid.',
      fix: 'Name it in the registry, and the role that deploy/cellwatch-costs.yaml installs there. The registry is read again within a minute.',
      needsRole: true,
    };
  }
  return {
    code: 'costs-on-their-way',
    title: 'The first costs are on their way',
    detail: 'Cellwatch is reading 13 months of the bill for the first time. It is kept, so this happens once.',
    fix: 'This page shows them as soon as they are here: within a minute for 24 cells, within a few minutes for 1,000.',
    needsRole: false,
  };
}

const TITLES: Readonly<Partial<Record<CostFailure['code'], string>>> = {
  'not-enabled': 'Cost Explorer is not enabled',
  'data-unavailable': 'AWS is still preparing the figures',
  'bill-expiration': 'AWS no longer gives this report',
  'access-denied': 'Cellwatch may not read the bill',
};
