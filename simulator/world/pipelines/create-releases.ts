import type { ReleasesWorld } from '../release-types.ts';
import type { CellWorld } from '../types.ts';
import { planComponents } from './plan-components.ts';

/** The pipelines of an organization. */
export function createReleases(cells: readonly CellWorld[], count: number): ReleasesWorld {
  const lastWave = cells.findLast((cell) => cell.wave !== null)?.wave ?? null;
  const components = planComponents(count, lastWave);
  let quiet = false;
  return {
    components: () => components,
    deployments: () => [],
    bakes: () => [],
    bakeMachines: () => [],
    stopBake: () => false,
    builds: () => [],
    images: () => [],
    extraErrorRatio: () => 0,
    start({ component }) {
      throw new RangeError(`There is no component "${component}"`);
    },
    list: () => [],
    quiet() {
      quiet = true;
    },
    isQuiet: () => quiet,
    lagMs: 0,
  };
}
