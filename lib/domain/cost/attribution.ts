import type { Cell, Registry } from '../registry/registry.ts';
import type { AccountFacts, CostFacts, CostMetric, CostTag, RecordKind } from './cost-facts.ts';
import { parseCostTag } from './cost-tag.ts';

/** Whose a cost is. Every line has exactly one owner, so that nothing gets lost. */
export type Owner =
  | { kind: 'cell'; id: string; name: string; cell: Cell }
  /** What in an account that several cells share carries none of their tags. */
  | { kind: 'untagged'; id: string; name: string; accountId: string; cells: readonly Cell[] }
  /** Accounts that the registry knows as serving all cells. */
  | { kind: 'shared'; id: string; name: string; accountId: string }
  /** Accounts of the organization that the registry does not know. */
  | { kind: 'unclaimed'; id: string; name: string; accountId: string; state: string | null }
  /** Tax, support and credits, where cells are compared. */
  | { kind: 'apart'; id: string; name: string };

/** What names the owner of a series. */
interface Charge {
  accountId: string;
  tag: CostTag | null;
  kind: RecordKind;
}

/** Refunds stay with what they refund; these three say nothing about a cell. */
const APART: ReadonlySet<RecordKind> = new Set(['tax', 'support', 'credit']);

/**
 * Who owns which charge. An account belongs to the cell that has it, or had it (`accountIdsBefore`), so history follows a cell
 * that moved; where several cells claim one account, their cost allocation tags tell them apart.
 */
export class Attribution {
  readonly #accounts: ReadonlyMap<string, AccountFacts>;
  /** By account: the cells that have or had it. */
  readonly #claims = new Map<string, Cell[]>();
  readonly #shared: ReadonlyMap<string, string>;
  readonly #owners = new Map<string, Owner>();

  constructor(registry: Registry, { accounts }: Pick<CostFacts, 'accounts'>) {
    this.#accounts = accounts;
    for (const cell of registry.cells) {
      if (cell.cloud !== 'aws') continue;
      for (const id of new Set([cell.accountId, ...cell.accountIdsBefore])) {
        if (id) this.#claims.set(id, [...(this.#claims.get(id) ?? []), cell]);
      }
    }
    this.#shared = sharedAccounts(registry);
  }

  ownerOf(charge: Charge, metric: CostMetric): Owner {
    if (metric === 'net-amortized' && APART.has(charge.kind)) {
      return this.#keep('apart', (id) => ({ kind: 'apart', id, name: 'Tax, support and credits' }));
    }
    const { accountId } = charge;
    const claims = this.#claims.get(accountId) ?? [];
    if (claims.length === 0) return this.#outside(accountId);
    const cell = claims.length === 1 ? claims[0] : claims.find((claim) => carries(claim, charge.tag));
    if (cell) return this.#keep(`cell:${cell.name}`, (id) => ({ kind: 'cell', id, name: cell.name, cell }));
    return this.#keep(`untagged:${accountId}`, (id) => ({
      kind: 'untagged',
      id,
      name: `${this.accountName(accountId)}, untagged`,
      accountId,
      cells: claims,
    }));
  }

  /** The account's name, or its id. */
  accountName(id: string): string {
    return this.#accounts.get(id)?.name || id;
  }

  /** Why nothing can be said about what a cell costs; null when its charges can be told. */
  noSource(cell: Cell): string | null {
    if (cell.cloud !== 'aws' || cell.accountId === null)
      return `no cost source: only costs of AWS are read, this cell runs on ${cell.cloud}`;
    const others = (this.#claims.get(cell.accountId) ?? []).filter((other) => other.name !== cell.name).map(({ name }) => name);
    if (others.length === 0 || cell.costTag) return null;
    const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
    return `shares account ${cell.accountId} with ${others[0]}${more}: name its cost allocation tag (costTag) in the registry`;
  }

  /** Why a cell that could have charges has none at all. */
  noCharge(cell: Cell): string {
    const alone = (this.#claims.get(cell.accountId ?? '') ?? []).length === 1;
    if (!alone && cell.costTag) return `no charge in account ${cell.accountId} carries its tag ${cell.costTag}`;
    if (this.#accounts.has(cell.accountId ?? '')) return `no charge of account ${cell.accountId} is in the bill`;
    return `account ${cell.accountId} is not in this organization's bill`;
  }

  #outside(accountId: string): Owner {
    const shared = this.#shared.get(accountId);
    if (shared) return this.#keep(`shared:${accountId}`, (id) => ({ kind: 'shared', id, name: shared, accountId }));
    return this.#keep(`unclaimed:${accountId}`, (id) => ({
      kind: 'unclaimed',
      id,
      name: this.accountName(accountId),
      accountId,
      state: this.#accounts.get(accountId)?.state ?? null,
    }));
  }

  #keep(id: string, make: (id: string) => Owner): Owner {
    let owner = this.#owners.get(id);
    if (!owner) {
      owner = make(id);
      this.#owners.set(id, owner);
    }
    return owner;
  }
}

function carries(cell: Cell, tag: CostTag | null): boolean {
  if (!tag || !cell.costTag) return false;
  const { key, values } = parseCostTag(cell.costTag, cell.name);
  return tag.key === key && values.includes(tag.value);
}

/** What the registry says serves all cells, by account. */
function sharedAccounts({ organization, shared, components }: Registry): Map<string, string> {
  const names = new Map<string, Set<string>>();
  const add = (account: string | null, name: string) => {
    if (account) names.set(account, (names.get(account) ?? new Set()).add(name));
  };
  for (const item of shared) add(item.accountId, item.name);
  for (const { pipeline } of components) add(pipeline.accountId, 'pipelines');
  add(organization.monitoringAccountId, 'monitoring');
  add(organization.managementAccountId, 'management');
  return new Map([...names].map(([account, of]) => [account, [...of].join(', ')]));
}
