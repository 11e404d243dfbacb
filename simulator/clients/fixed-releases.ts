import type { BakeMachineWorld, BakeWorld, BuildWorld, CommitWorld, DeploymentWorld, ReleasesWorld } from '../world/release-types.ts';
import type { World } from '../world/types.ts';

/** What a test says has happened; the components are the world's own. */
interface Happened {
  deployments?: readonly DeploymentWorld[];
  bakes?: readonly BakeWorld[];
  bakeMachines?: readonly BakeMachineWorld[];
  builds?: readonly BuildWorld[];
  images?: ReadonlyMap<string, ReturnType<ReleasesWorld['images']>>;
}

/** Puts releases that stand still into a world, so that a service can be asked about states which pipelines seldom reach. */
export function fixReleases(world: World, happened: Happened): void {
  const { releases } = world;
  const bakes = (happened.bakes ?? []).map((bake) => ({ ...bake }));
  world.releases = {
    ...releases,
    components: () => releases.components(),
    deployments: (component, cell) => (happened.deployments ?? []).filter((one) => one.component === component && one.cell === cell),
    bakes: () => bakes,
    bake: (executionArn) => bakes.find((one) => one.executionArn === executionArn) ?? null,
    bakeMachines: () => happened.bakeMachines ?? [],
    stopBake(executionArn, error, cause) {
      const bake = bakes.find((one) => one.executionArn === executionArn && one.status === 'RUNNING');
      if (bake) Object.assign(bake, { status: 'ABORTED', stoppedAt: world.clock.now(), error, cause });
      return bake !== undefined;
    },
    builds: () => happened.builds ?? [],
    images: (component) => happened.images?.get(component) ?? [],
  };
}

/** A commit of that name: its id is the name's letters, as 40 hexadecimal digits. */
export function commitOf(name: string): CommitWorld {
  const id = Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40);
  return { id, message: name, author: 'mei.tanaka', at: 0, quality: 'good', severity: 0, badFrom: null };
}
