import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, PipelineStructure } from '#lib/domain/release/facts.ts';
import { targetsOfRun } from '#lib/domain/release/find-targets.ts';
import { mapStages } from '#lib/domain/release/map-stages.ts';

type Component = Registry['components'][number];

/** Where a component's versions are read, and to which cells its runs deploy. */
export interface VersionPlaces {
  /** By cell that the pipeline deploys to: the stack in its account that tells, or null when none does. A `*` at its end stands for the rest. */
  stacks: ReadonlyMap<string, string | null>;
  cells: readonly string[];
  /** Cells that a run deployed to; empty when it was no deployment. */
  targetsOf(run: ActionRun): readonly string[];
}

/** The registry's word on stacks goes before the deploy actions'. */
export function versionPlaces(structure: PipelineStructure | null, component: Component, registry: Registry): VersionPlaces {
  const stacks = new Map<string, string | null>();
  const targets = new Map<string, readonly string[]>();
  for (const stage of structure ? mapStages(structure, component, registry) : []) {
    for (const cell of stage.cells) stacks.set(cell, stacks.get(cell) ?? null);
    for (const action of stage.actions) {
      const cells = stage.targets.get(action.name) ?? [];
      const stack = stackOf(action);
      targets.set(`${stage.name}/${action.name}`, cells);
      if (stack !== null) for (const cell of cells) stacks.set(cell, stack);
    }
  }
  const told = component.version?.stack;
  if (told !== undefined) for (const cell of stacks.keys()) stacks.set(cell, told.replaceAll('{cell}', cell));
  return {
    stacks,
    cells: [...stacks.keys()],
    targetsOf: (run) => targets.get(`${run.stage}/${run.action}`) ?? targetsOfRun(run, component, registry),
  };
}

/** A stack set's stacks are called "StackSet-NAME-UUID". */
function stackOf({ provider, configuration }: PipelineStructure['stages'][number]['actions'][number]): string | null {
  if (provider === 'CloudFormation') return configuration.StackName || null;
  if (!provider.startsWith('CloudFormationStack') || !configuration.StackSetName) return null;
  return `StackSet-${configuration.StackSetName}-*`;
}
