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
  if (failure) return { code: failure.code, detail: failure.message, ...wordsOf(failure) };
  if (book.known()) return null;
  if (book.nextFetch() === null) {
    return {
      code: 'no-management-account',
      title: 'Costs need the management account',
      detail: 'The registry names no management account, so Cellwatch does not ask Cost Explorer. Nothing is read, and nothing paid.',
      fix: 'Name it in the registry as organization.managementAccountId, and as roles.costs the role that deploy/cellwatch-costs.yaml installs there. It allows this:',
      needsRole: true,
    };
  }
  return {
    code: 'costs-on-their-way',
    title: 'The first costs are on their way',
    detail: 'Cellwatch is reading 13 months of the bill for the first time. It is kept, so this happens once.',
    fix: 'This page shows them as soon as they are here: within a minute for 24 cells, within some for 1,000.',
    needsRole: false,
  };
}

function wordsOf({ code }: CostFailure): Pick<CostsProblem, 'title' | 'fix' | 'needsRole'> {
  switch (code) {
    case 'not-enabled':
      return {
        title: 'Cost Explorer is not enabled',
        fix: 'Open Cost Explorer once in the Billing console of the management account. AWS has figures within a day; Cellwatch asks by itself.',
        needsRole: false,
      };
    case 'data-unavailable':
      return {
        title: 'AWS is still preparing the figures',
        fix: 'There is nothing to do: Cost Explorer says so for up to a day after it was enabled. Cellwatch asks by itself.',
        needsRole: false,
      };
    case 'bill-expiration':
      return {
        title: 'AWS no longer gives this report',
        fix: 'The report that was being read has expired at AWS. Cellwatch reads it from the beginning at the next fetch.',
        needsRole: false,
      };
    case 'access-denied':
      return {
        title: 'Cellwatch may not read the bill',
        fix: 'Install the role of deploy/cellwatch-costs.yaml in the management account, or give the one there this statement and let Cellwatch assume it:',
        needsRole: true,
      };
    default:
      return { title: 'The bill could not be read', fix: 'Cellwatch asks again by itself.', needsRole: false };
  }
}
