import { z } from 'zod';
import type { FetchPlan } from '#lib/domain/cost/fetch-plan.ts';

const span = z.object({ first: z.number(), last: z.number() });
const schema = z.object({ at: z.number(), asked: z.string(), of: z.string(), plan: z.object({ days: span, months: span.nullable() }) });

/** A fetch as the store keeps it with its pages. */
export interface BegunFetch {
  /** Epoch ms of its first attempt: its figures are as old. */
  at: number;
  /** How the registry wanted the charges to be asked for, and whom with which role. */
  asked: string;
  of: string;
  plan: FetchPlan;
}

/** Cost Explorer goes on with a report for so long. */
const GOES_ON_MS = 24 * 3_600_000;

/**
 * The fetch that broke off, where going on with it is right: the same is asked of the same account, as much is wanted, and its pages
 * are not so old that all of it would be read anew right afterwards.
 * @param wanted what would be begun now
 * @param everyMs from one refresh to the next
 */
export function goesOn(begun: string | null, wanted: BegunFetch, everyMs: number): BegunFetch | null {
  if (begun === null) return null;
  const parsed = schema.safeParse(JSON.parse(begun));
  if (!parsed.success) return null;
  const { at, asked, of, plan } = parsed.data;
  if (asked !== wanted.asked || of !== wanted.of || (wanted.plan.months !== null && plan.months === null)) return null;
  // All of the past is many times a refresh: that is worth going on with even when a refresh is due.
  const worthMs = plan.months === null ? Math.min(everyMs, GOES_ON_MS) : GOES_ON_MS;
  return wanted.at - at < worthMs ? parsed.data : null;
}
