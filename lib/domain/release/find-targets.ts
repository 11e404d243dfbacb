import type { Cell, Registry } from '../registry/registry.ts';
import type { ActionRun, PipelineAction } from './facts.ts';
import { NameIndex, stands } from './find-mentioned.ts';

export type Component = Registry['components'][number];
type Place = Pick<PipelineAction, 'name' | 'roleAccountId' | 'region'> & { configuration?: PipelineAction['configuration'] };

/** Cells of one registry, by account and Region, and by the list of names that the registry gives a stage. */
interface Cells {
  byPlace: Map<string, Cell[]>;
  byStage: Map<readonly string[], { among: ReadonlySet<string>; cells: readonly Cell[] }>;
}

const cellsOf = new WeakMap<Registry, Cells>();
const indexes = new WeakMap<readonly Cell[], { names: NameIndex; accounts: NameIndex }>();

/** Whether an action is a bake: a state machine that watches. */
export function isBake(action: { category: string; provider: string }): boolean {
  return action.category === 'Invoke' && action.provider === 'StepFunctions';
}

/**
 * Names of the cells that an action deploys to, by the account and Region that it acts in, within the cells that the registry
 * names for its stage, where it names some.
 */
export function findTargets(action: Place, stage: string, component: Component, registry: Registry): string[] {
  const named = component.stages[stage];
  const accountId = action.roleAccountId ?? component.pipeline.accountId;
  const { byPlace, byStage } = sorted(registry);
  const there = byPlace.get(`${accountId}/${action.region ?? component.pipeline.region}`) ?? [];
  if (!named) return narrowed(action, there);
  let stageCells = byStage.get(named);
  if (!stageCells) {
    const among = new Set(named);
    stageCells = { among, cells: registry.cells.filter((cell) => among.has(cell.name)) };
    byStage.set(named, stageCells);
  }
  const { among, cells } = stageCells;
  const both = there.filter((cell) => among.has(cell.name));
  // No role tells which of those that the registry names: the action's own words do, or it stands for all of them.
  return narrowed(action, both.length > 0 ? both : cells);
}

/** Cells that a run deployed to; empty when it was no deployment or nothing tells. */
export function targetsOfRun(run: ActionRun, component: Component, registry: Registry): string[] {
  if (run.category !== 'Deploy') return [];
  return findTargets({ name: run.action, roleAccountId: run.roleAccountId, region: run.region }, run.stage, component, registry);
}

/** The cells of a registry, gathered once. */
function sorted(registry: Registry): Cells {
  const known = cellsOf.get(registry);
  if (known) return known;
  const byPlace = Map.groupBy(registry.cells, (cell) => `${cell.accountId}/${cell.region}`);
  const cells: Cells = { byPlace, byStage: new Map() };
  cellsOf.set(registry, cells);
  return cells;
}

/** Of several cells, those whose name (else whose account) stands in the action's name or configuration; all of them when none does. */
function narrowed(action: Place, cells: readonly Cell[]): string[] {
  if (cells.length <= 1) return cells.map((cell) => cell.name);
  const words = [action.name, ...Object.values(action.configuration ?? {})].join(' ');
  const { names, accounts } = indexOf(cells);
  const mentioned = names.mentionedIn(words);
  const inOrder = mentioned.size === 0 ? [] : cells.filter((cell) => mentioned.has(cell.name)).map((cell) => cell.name);
  // "alpha" also stands in "alpha-2".
  const longest = inOrder.filter((name) => !inOrder.some((other) => other !== name && stands(name, other)));
  if (longest.length > 0) return longest;
  // A stack set names the accounts that it reaches.
  const reached = accounts.mentionedIn(words);
  return (reached.size === 0 ? cells : cells.filter((cell) => reached.has(cell.accountId ?? ''))).map((cell) => cell.name);
}

function indexOf(cells: readonly Cell[]): { names: NameIndex; accounts: NameIndex } {
  const known = indexes.get(cells);
  if (known) return known;
  const accountIds = new Set(cells.flatMap((cell) => cell.accountId ?? []));
  const index = { names: new NameIndex(cells.map((cell) => cell.name)), accounts: new NameIndex([...accountIds]) };
  indexes.set(cells, index);
  return index;
}
