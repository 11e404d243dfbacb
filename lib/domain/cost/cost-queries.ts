import type { Registry } from '../registry/registry.ts';
import type { RecordKind } from './cost-line.ts';
import { parseCostTag } from './cost-tag.ts';

/** One question to Cost Explorer: which charges, and grouped by what. Together the questions of a ledger mean each charge once. */
export interface CostQuery {
  /** By account and service, by a tag's values and service within one account, or by account and a tag's values. */
  by: 'account-service' | 'tag-service' | 'account-tag';
  /** What the lines are of; null where the service tells (and for components, where nothing does). */
  kind: Extract<RecordKind, 'credit' | 'refund'> | null;
  /** Charges of these accounts alone, or of all but these. */
  accounts: { only: readonly string[] } | { except: readonly string[] };
  /** The tag that the charges are grouped by; null by account and service. */
  tag: string | null;
  /** Tags that the charges carry, and that they do not carry. */
  tagged: string | null;
  untagged: readonly string[];
}

const KINDS = [null, 'credit', 'refund'] as const;

/**
 * The questions that a registry needs: by account and service; accounts that several cells share by their cost allocation tag
 * instead. Credits and refunds are asked for apart, since they tell nothing about what a cell uses.
 */
export function costQueries(registry: Registry): CostQuery[] {
  const shared = sharedAccounts(registry);
  const all = { accounts: { except: [...shared.keys()] }, tag: null, tagged: null, untagged: [] };
  const queries: CostQuery[] = KINDS.map((kind) => ({ by: 'account-service', kind, ...all }));
  for (const [account, keys] of shared) {
    for (const [at, tag] of keys.entries()) {
      // Where cells of an account are told by several tags, each charge counts for the first that it carries.
      const last = at === keys.length - 1;
      const accounts = { only: [account] };
      for (const kind of KINDS) {
        queries.push({ by: 'tag-service', kind, accounts, tag, tagged: last ? null : tag, untagged: keys.slice(0, at) });
      }
    }
  }
  return queries;
}

/** The question for costs by component; null where the registry names no tag that tells components. */
export function componentQuery({ organization: { componentTag: tag } }: Registry): CostQuery | null {
  return tag === null ? null : { by: 'account-tag', kind: null, accounts: { except: [] }, tag, tagged: null, untagged: [] };
}

/** Accounts that several cells have (or had) and whose cells are told by tags, with the keys of those tags. */
function sharedAccounts({ cells }: Registry): Map<string, string[]> {
  const claims = new Map<string, { cells: number; keys: Set<string> }>();
  for (const cell of cells) {
    if (cell.cloud !== 'aws') continue;
    for (const id of new Set([cell.accountId, ...cell.accountIdsBefore])) {
      if (!id) continue;
      const claim = claims.get(id) ?? { cells: 0, keys: new Set() };
      claims.set(id, claim);
      claim.cells++;
      if (cell.costTag) claim.keys.add(parseCostTag(cell.costTag, cell.name).key);
    }
  }
  const shared = [...claims].filter(([, claim]) => claim.cells > 1 && claim.keys.size > 0);
  return new Map(shared.sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { keys }]) => [id, [...keys].sort()]));
}
