import { z } from 'zod';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import { FAILURE_CODES } from '#lib/domain/facts.ts';

const text = z.string().nullable();
const schema = z.object({
  of: z.string(),
  retryAt: z.number(),
  failure: z.object({
    code: z.enum([...FAILURE_CODES, 'not-enabled', 'data-unavailable', 'bill-expiration']),
    message: z.string(),
    accountId: text,
    region: text,
    since: z.number(),
  }),
});

/** How a fetch failed, as the store keeps it: neither a restart nor another replica tries again what is to wait. */
export interface FailedFetch {
  /** Whom was asked with which role: another may be tried at once. */
  of: string;
  /** Epoch ms. */
  retryAt: number;
  failure: CostFailure;
}

/** Null when there is none, or another version wrote it. */
export function readFailed(kept: string | null): FailedFetch | null {
  return kept === null ? null : (schema.safeParse(JSON.parse(kept)).data ?? null);
}
