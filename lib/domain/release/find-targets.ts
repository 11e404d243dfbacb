import type { Cell, Registry } from '../registry/registry.ts';
import type { ActionRun, PipelineAction } from './facts.ts';

export type Component = Registry['components'][number];
type Place = Pick<PipelineAction, 'name' | 'roleAccountId' | 'region'> & { configuration?: PipelineAction['configuration'] };

const byPlace = new WeakMap<Registry, Map<string, Cell[]>>();

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
  const there = cellsAt(registry, accountId, action.region ?? component.pipeline.region);
  if (!named) return narrowed(action, there);
  const among = new Set(named);
  const both = there.filter((cell) => among.has(cell.name));
  // No role tells which of those that the registry names: the action's own words do, or it stands for all of them.
  return narrowed(action, both.length > 0 ? both : registry.cells.filter((cell) => among.has(cell.name)));
}

/** Cells that a run deployed to; empty when it was no deployment or nothing tells. */
export function targetsOfRun(run: ActionRun, component: Component, registry: Registry): string[] {
  if (run.category !== 'Deploy') return [];
  return findTargets({ name: run.action, roleAccountId: run.roleAccountId, region: run.region }, run.stage, component, registry);
}

/** Cells in the registry's order. */
function cellsAt(registry: Registry, accountId: string, region: string): readonly Cell[] {
  let places = byPlace.get(registry);
  if (!places) {
    places = new Map();
    for (const cell of registry.cells) {
      const place = `${cell.accountId}/${cell.region}`;
      const cells = places.get(place);
      if (cells) cells.push(cell);
      else places.set(place, [cell]);
    }
    byPlace.set(registry, places);
  }
  return places.get(`${accountId}/${region}`) ?? [];
}

/** Of several cells, those whose name (else whose account) stands in the action's name or configuration; all of them when none does. */
function narrowed(action: Place, cells: readonly Cell[]): string[] {
  const names = cells.map((cell) => cell.name);
  if (names.length <= 1) return names;
  const words = ` ${[action.name, ...Object.values(action.configuration ?? {})].join(' ')} `;
  const mentioned = names.filter((name) => isMentioned(words, name));
  // "alpha" also stands in "alpha-2".
  const longest = mentioned.filter((name) => !mentioned.some((other) => other !== name && isMentioned(` ${other} `, name)));
  if (longest.length > 0) return longest;
  // A stack set names the accounts that it reaches.
  const reached = cells.filter(({ accountId }) => accountId !== null && isMentioned(words, accountId)).map((cell) => cell.name);
  return reached.length > 0 ? reached : names;
}

function isMentioned(words: string, name: string): boolean {
  for (let at = words.indexOf(name); at !== -1; at = words.indexOf(name, at + 1)) {
    if (!/[a-z0-9]/i.test(words[at - 1] as string) && !/[a-z0-9]/i.test(words[at + name.length] as string)) return true;
  }
  return false;
}
