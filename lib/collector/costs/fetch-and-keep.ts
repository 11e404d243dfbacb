import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import { componentQuery, costQueries } from '#lib/domain/cost/cost-queries.ts';
import { planFetch } from '#lib/domain/cost/fetch-plan.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Log } from '#lib/log.ts';
import type { CostState, CostStore } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { type BegunFetch, goesOn } from './begun-fetch.ts';
import { COST_REGION } from './cost-failures.ts';
import { replacedBy } from './fetch-costs.ts';
import { keepDailyTraffic } from './keep-daily-traffic.ts';
import type { KeptCosts } from './kept-costs.ts';
import type { PageBook } from './page-book.ts';
import { readAll } from './read-all.ts';

/** A record may be half a megabyte, and the store writes while the event loop waits. */
const STAGED_TOGETHER = 4;

/** What is needed to fetch. */
export interface Fetching {
  aws: Aws;
  clock: Clock;
  store: CostStore;
  log: Log;
  /** The Region of cells outside AWS. */
  home: string;
  /** Tells this process from others that use the same store. */
  holder: string;
  /** Waits before a page is asked for again. */
  againAfterMs?: readonly number[];
}

/**
 * Fetches what is due and puts it in force, going on where an attempt before broke off.
 * @param before what is known; null when nothing is
 * @param readable false when what is kept can't be read: all is read anew
 * @throws AwsFailure
 */
export async function fetchAndKeep(
  options: Fetching,
  given: { registry: Registry; state: CostState; before: KeptCosts | null; readable: boolean; everyMs: number; signal: AbortSignal },
  pages: PageBook,
): Promise<{ at: number; failure: AwsFailure | null }> {
  const { aws, clock, store, holder, againAfterMs } = options;
  const { registry, state, before, readable, everyMs, signal } = given;
  const asked = JSON.stringify([costQueries(registry), componentQuery(registry)]);
  const now = clock.now();
  // Charges that were asked for differently, or can't be read, do not add up with those to come: all is read anew.
  const plan = planFetch(now, before?.notes.asked === asked && readable ? state.fetchedAt : null);
  const wanted: BegunFetch = { at: now, asked, of: whom(registry), plan };
  const begun = (await store.costPage(0, 0)) && goesOn(state.begun, wanted, everyMs);
  if (!begun) await store.beginCosts(holder, JSON.stringify(wanted));
  const fetch = begun ?? wanted;
  const read = await readAll({
    aws,
    reader: readerOf(registry),
    registry,
    plan: fetch.plan,
    asked,
    before: before?.notes ?? null,
    keptThrough: before?.facts.fetch.throughDay ?? null,
    pages,
    signal,
    ...(againAfterMs && { againAfterMs }),
  });
  for (let at = 0; at < read.records.length; at += STAGED_TOGETHER) {
    await ownTurn();
    await store.stageCosts(fetch.at, read.records.slice(at, at + STAGED_TOGETHER));
  }
  // Before the fetch is in force: whoever notices it loads its traffic too.
  if (!signal.aborted) await keepDailyTraffic(options, registry, before?.facts.traffic ?? new Map(), now);
  await ownTurn();
  await store.saveCosts(holder, { fetchedAt: fetch.at, body: JSON.stringify(read.notes) }, replacedBy(fetch.plan));
  return { at: fetch.at, failure: read.failure };
}

/** Whom is asked, with which role. */
export function whom(registry: Registry): string {
  const { accountId, role } = readerOf(registry);
  return `${accountId} ${role?.name ?? ''}`;
}

function readerOf(registry: Registry): Reader {
  return { accountId: registry.organization.managementAccountId, region: COST_REGION, role: namedRole(registry, 'costs') };
}
