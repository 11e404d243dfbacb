import type { Registry } from '../registry/registry.ts';
import type { PipelineAction, PipelineStructure } from './facts.ts';
import { type Component, findTargets, isBake } from './find-targets.ts';
import type { StageKind } from './rollout.ts';

/** A stage of a pipeline, and where it leads. */
export interface MappedStage {
  name: string;
  kind: StageKind;
  /** The wave of all of its cells, or of those that it only watches; null when there are several or none. */
  wave: string | null;
  /** Names of the cells it deploys to, in the registry's order. */
  cells: readonly string[];
  /** Names of the cells that its bake watches: its own, or those of the stage before when it only watches. */
  watched: readonly string[];
  /** Cells that an action deploys to, by its name. */
  targets: ReadonlyMap<string, readonly string[]>;
  actions: readonly PipelineAction[];
}

/** The same pipeline is asked about again and again, and working through its words takes milliseconds at 1,000 cells. */
const remembered = new WeakMap<PipelineStructure, { component: Component; registry: Registry; mapped: readonly MappedStage[] }>();

/** Which stage deploys to which cells. */
export function mapStages(structure: PipelineStructure, component: Component, registry: Registry): readonly MappedStage[] {
  const before = remembered.get(structure);
  if (before?.component === component && before.registry === registry) return before.mapped;
  const mapped = mapAfresh(structure, component, registry);
  remembered.set(structure, { component, registry, mapped });
  return mapped;
}

function mapAfresh(structure: PipelineStructure, component: Component, registry: Registry): MappedStage[] {
  const known = new Map(registry.cells.map((cell, index) => [cell.name, { wave: cell.wave, index }]));
  const mapped: MappedStage[] = [];
  for (const { name, actions } of structure.stages) {
    const named = component.stages[name];
    const targets = new Map<string, readonly string[]>();
    for (const action of deployActions(actions, component, named !== undefined)) {
      const cells = findTargets(action, name, component, registry);
      if (cells.length > 0) targets.set(action.name, cells);
    }
    const cells = [...new Set([...targets.values()].flat().concat(named ?? []))]
      .filter((cell) => known.has(cell))
      .sort((a, b) => (known.get(a)?.index ?? 0) - (known.get(b)?.index ?? 0));
    const before = mapped.at(-1);
    const onlyWatches = cells.length === 0 && before !== undefined && actions.some(isBake);
    const watched = onlyWatches ? before.watched : cells;
    const waves = new Set(watched.map((cell) => known.get(cell)?.wave ?? null));
    mapped.push({
      name,
      kind: watched.length > 0 ? 'wave' : kindOf(name, actions),
      wave: waves.size === 1 ? ([...waves][0] ?? null) : null,
      cells,
      watched,
      targets,
      actions,
    });
  }
  return mapped;
}

/**
 * Deployments are what their category says. In a stage without any: what invokes or builds as a role of another account, as
 * a deployment into a cluster through Lambda does.
 */
function deployActions(actions: readonly PipelineAction[], component: Component, named: boolean): readonly PipelineAction[] {
  const deploying = actions.filter((action) => action.category === 'Deploy');
  if (deploying.length > 0) return deploying;
  const elsewhere = (action: PipelineAction) => action.roleAccountId !== null && action.roleAccountId !== component.pipeline.accountId;
  return actions.filter(
    (action) => ['Invoke', 'Build', 'Compute'].includes(action.category) && !isBake(action) && (named || elsewhere(action)),
  );
}

function kindOf(name: string, actions: readonly PipelineAction[]): StageKind {
  if (actions.some((action) => action.category === 'Source')) return 'source';
  if (/release|publish/i.test(name)) return 'release';
  if (actions.some((action) => action.category === 'Build')) return 'build';
  return actions.some((action) => action.category === 'Deploy') ? 'release' : 'other';
}
