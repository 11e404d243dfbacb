import type { ChainHead } from '#lib/domain/audit/audit-chain.ts';
import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';

/** Contract of GET /api/audit: entries that fit, newest first. Times are epoch ms. */
export interface AuditView {
  entries: readonly ChainedEntry[];
  /** Seq to ask `before` for the entries that follow; null when there are none. */
  next: number | null;
  /** How long the whole chain is, and its last hash: to be noted elsewhere, as an anchor. */
  head: ChainHead | null;
}
