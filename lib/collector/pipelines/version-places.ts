import type { Registry } from '#lib/domain/registry/registry.ts';
import type { PipelineStructure } from '#lib/domain/release/facts.ts';
import { mapStages } from '#lib/domain/release/map-stages.ts';

type Component = Registry['components'][number];

/** Where the version of a component in a cell can be read: in a stack of the cell's account, or (null) in no stack. */
export interface VersionPlace {
  cell: string;
  stack: string | null;
}

/** One for each cell that the pipeline deploys to. The registry's word goes before the deploy action's. */
export function versionPlaces(structure: PipelineStructure, component: Component, registry: Registry): VersionPlace[] {
  const places = new Map<string, string | null>();
  for (const stage of mapStages(structure, component, registry)) {
    for (const cell of stage.cells) if (!places.has(cell)) places.set(cell, null);
    for (const action of stage.actions) {
      const { StackName: stack } = action.configuration;
      if (action.provider !== 'CloudFormation' || !stack) continue;
      for (const cell of stage.targets.get(action.name) ?? []) places.set(cell, stack);
    }
  }
  const told = component.version?.stack;
  return [...places].map(([cell, stack]) => ({ cell, stack: told === undefined ? stack : told.replaceAll('{cell}', cell) }));
}
