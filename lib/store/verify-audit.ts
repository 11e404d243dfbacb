import { ChainCheck, type ChainFault, type ChainHead } from '#lib/domain/audit/audit-chain.ts';
import { sha256 } from './append-entries.ts';
import type { ControlStore } from './store.ts';

const ENTRIES_A_READ = 1_000;

/**
 * Follows the audit chain from its first entry to its recorded end.
 * @param anchor a count and hash noted elsewhere: the chain must have had them at that place, which shows even a chain that was written anew
 */
export async function verifyAudit(
  store: Pick<ControlStore, 'readChain' | 'chainHead'>,
  anchor: ChainHead | null = null,
): Promise<{ ok: true; head: ChainHead } | { ok: false; fault: ChainFault }> {
  // Read before the chain: entries that are appended meanwhile are not missing.
  const head = await store.chainHead();
  const check = new ChainCheck(sha256);
  const failed = (fault: ChainFault) => ({ ok: false as const, fault });
  const stopAt = head?.count ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const kept = await store.readChain(check.head.count, ENTRIES_A_READ);
    for (const entry of kept) {
      const fault = check.next(entry);
      if (fault) return failed(fault);
      if (check.head.count === anchor?.count && check.head.hash !== anchor.hash) {
        return failed({ seq: anchor.count, what: 'altered', text: `entry ${anchor.count} is not the one that was noted elsewhere` });
      }
      if (check.head.count === stopAt) break;
    }
    if (kept.length < ENTRIES_A_READ || check.head.count >= stopAt) break;
  }
  if (anchor && anchor.count > check.head.count) {
    const next = check.head.count + 1;
    return failed({ seq: next, what: 'missing', text: `entry ${next} is missing: there were ${anchor.count} when it was noted elsewhere` });
  }
  const fault = check.end(head) ?? (await beyond(store, check.head));
  return fault ? failed(fault) : { ok: true, head: check.head };
}

/** An entry past the recorded end is a fault, unless the end has moved on since it was read. */
async function beyond(store: Pick<ControlStore, 'readChain' | 'chainHead'>, read: ChainHead): Promise<ChainFault | null> {
  const [next] = await store.readChain(read.count, 1);
  const head = await store.chainHead();
  if (!next || (head && head.count > read.count)) return null;
  return { seq: next.seq, what: 'altered', text: `entry ${next.seq} was added past the chain's recorded end` };
}
