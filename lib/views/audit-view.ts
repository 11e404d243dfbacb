import type { ChainHead } from '#lib/domain/audit/audit-chain.ts';
import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';

/** Contract of GET /api/audit: entries that fit, newest first. Times are epoch ms. */
export interface AuditView {
  entries: readonly ChainedEntry[];
  /** To ask for as `page`, for the entries that follow; null when there are none. */
  next: string | null;
  /** The newest entry of the whole chain; null while it is empty. */
  head: ChainHead | null;
}
