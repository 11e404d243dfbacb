import { Aws } from '#lib/aws/aws.ts';
import { PipelineTargets } from '#lib/collector/pipelines/pipeline-targets.ts';
import { ReleaseKeeper } from '#lib/collector/release-keeper.ts';
import { drain } from '#lib/domain/drain.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import { MINUTE } from '#lib/domain/series.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { startSimulator } from '#simulator/start-simulator.ts';
import type { World } from '#simulator/world/types.ts';
import { drivenClock, driveOn } from './drive-world.ts';

/** In service moving pipelines are looked at every 10 s, those at rest every minute; here so often a minute. */
const LOOKS = { moving: 3, still: 1 } as const;

/** What Cellwatch knows at a minute: the verdicts, where releases stand, and which it suspects of what. */
export interface Known extends ReleasePicture {
  verdict: FleetVerdict;
}

/** A simulated organization that releases, and Cellwatch's reading of it, on one virtual clock. */
export interface ReleaseDrive {
  world: World;
  registry: Registry;
  now(): number;
  /** Moves on by one minute, in which pipelines are read over HTTP as they are due; then all is judged. */
  minute(): Promise<Known>;
  close(): Promise<void>;
}

export async function driveReleases(options: { cells: number; components: number; seed: number; start: number }): Promise<ReleaseDrive> {
  const clock = drivenClock(options.start);
  const { cells, components, seed } = options;
  const simulator = await startSimulator({ cells, components, seed, clock, port: 0, quiet: true });
  const { world } = simulator;
  const drive = driveOn(world, clock);
  const { registry } = drive;
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: simulator.url, credentials: appKey(world), rates: false });
  let fault: unknown = null;
  const pipelines = new PipelineTargets(
    aws,
    clock,
    () => {},
    (error) => {
      fault ??= error;
    },
  );
  pipelines.follow(registry);
  const keeper = new ReleaseKeeper();
  const look = async () => {
    await pipelines.refreshDue();
    await pipelines.settled();
    if (fault) throw fault;
  };
  await look();
  return {
    world,
    registry,
    now: clock.now,
    async minute() {
      const looks = world.releases.list().some(({ status }) => status === 'InProgress') ? LOOKS.moving : LOOKS.still;
      for (let i = 0; i < looks; i++) {
        clock.time += MINUTE / looks;
        await look();
      }
      const verdict = drive.look();
      return { verdict, ...drain(keeper.pictureSteps({ registry, pipelines, cells: drive.facts, verdict, now: clock.now() })) };
    },
    async close() {
      pipelines.stop();
      aws.stop();
      await simulator.close();
    },
  };
}
