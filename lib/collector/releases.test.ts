import { afterEach, describe, expect, it } from 'vitest';
import type { PauseNote } from '#lib/domain/control/action.ts';
import type { Store } from '#lib/store/store.ts';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(cells: number, store?: Store) {
  const fleet = await simulatedFleet({ cells, ...(store ? { store } : {}) });
  ended.push(fleet.close);
  const { collector, clock, world } = fleet;
  // Nothing is released but by the test itself.
  world.releases.quiet();
  await fleet.fill();
  await collector.refreshPipelines();
  clock.time += 2_000;
  await collector.refreshPipelines();
  /** Minutes go by as they do: metrics and alarms once a minute, pipelines as they are due. */
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      for (let slice = 0; slice < 4; slice++) {
        clock.time += MINUTE / 4;
        await collector.refreshPipelines();
      }
      await collector.refreshMetrics();
      await collector.refreshAlarms();
    }
  };
  const read = async <T>(published: Promise<{ identity: Uint8Array } | null>) => {
    const bytes = await published;
    if (!bytes) throw new Error('nothing was published');
    return JSON.parse(Buffer.from(bytes.identity).toString()) as T;
  };
  return {
    ...fleet,
    pass,
    rollouts: () => read<RolloutsView>(collector.rollouts.all()),
    rollout: (pipeline: string) => read<PipelineView>(collector.rollouts.of(pipeline)),
  };
}

describe('releases in the picture', () => {
  it('are told with the fleet: nothing moves at first, every component is known, and the pipelines stand in the freshness bar', async () => {
    const { view, rollouts, collector, registry } = await make(12);
    expect(view().sources.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'registry ok',
      'metrics ok',
      'alarms ok',
      'pipelines ok',
      'versions ok',
    ]);
    expect(view().sources.find(({ id }) => id === 'pipelines')?.coverage).toEqual({ ok: 5, of: 5 });
    const all = await rollouts();
    expect(all.components.map(({ component }) => component)).toEqual(registry().components.map((one: { name: string }) => one.name));
    expect([all.moving, all.paused, view().moving]).toEqual([0, 0, []]);
    expect(view().rolloutsVersion).toBe(all.version);
    expect(collector.rollouts.version).toBe(all.version);
  }, 120_000);

  it('remind of a pause whose end has come, and open nothing', async () => {
    const notes: PauseNote[] = [];
    const store = { ...quietStore, pauses: async () => notes } as unknown as Store;
    const { world, clock, collector, view, pass, rollouts, rollout } = await make(6, store);
    const pipeline = world.pipelines.find('100000000003', 'us-east-1', 'router');
    if (!pipeline) throw new Error('no router');
    world.pipelines.disableTransition(
      pipeline,
      'Deploy-small',
      'freeze',
      'arn:aws:sts::100000000003:assumed-role/CellwatchController/olga',
    );
    const by = { id: 'olga', name: 'Olga Operator' };
    const at = clock.now();
    notes.push({
      component: 'router',
      stage: 'Deploy-small',
      wave: 'small',
      owner: 'Max',
      until: at + 4 * MINUTE,
      reason: 'freeze',
      by,
      at,
      actionId: 'a',
    });
    // A pipeline at rest is looked at once a minute, give or take its jitter.
    await pass(2);
    const door = async () => (await rollout('router')).stages.find(({ name }) => name === 'Deploy-small')?.paused;
    expect(await door()).toMatchObject({ by: 'Olga Operator', owner: 'Max', ended: false, untilText: expect.stringContaining('then ask') });
    expect([(await rollouts()).reminders, view().reminders]).toEqual([[], []]);
    await pass(3);
    expect(await door()).toMatchObject({ ended: true, untilText: expect.stringContaining('which has passed') });
    const reminder = {
      text: expect.stringMatching(
        /^router is paused before small by Olga Operator \(Max looks after it\) until \d\d:\d\d, which has passed\.$/,
      ),
      target: { component: 'router', stage: 'Deploy-small' },
    };
    expect((await rollouts()).reminders).toMatchObject([reminder]);
    expect(view().reminders).toMatchObject([reminder]);
    await collector.refreshPipelines();
    expect(await door()).not.toBeNull();
  }, 120_000);

  it('that are bad are seen coming, made out as the suspect of the cells they made sick, and stopped by their bake', async () => {
    const { world, view, pass, rollouts, rollout } = await make(24);
    const before = view().rolloutsVersion;
    const { id } = world.releases.start({ component: 'router', quality: 'bad', severity: 1 });
    const revision = world.releases.list()[0]?.commit.id.slice(0, 5);
    await pass(2);
    expect(view().moving).toMatchObject([{ component: 'router', executionId: id, revision }]);
    expect(view().rolloutsVersion).not.toBe(before);
    for (let waited = 0; waited < 30 && view().cells.every((cell) => cell.suspect === null); waited++) await pass(1);
    const sick = view().cells.filter((cell) => cell.suspect !== null);
    expect(sick.length).toBeGreaterThan(0);
    for (const cell of sick) expect(cell.suspect).toMatchObject({ component: 'router', executionId: id, revision });
    expect(view().headline.rest + view().headline.detail).toContain(`router ${revision}`);
    for (let waited = 0; waited < 30 && (await rollout('router')).moving; waited++) await pass(1);
    const stopped = await rollout('router');
    expect(stopped.newest).toMatchObject({ executionId: id, status: 'Failed' });
    expect(stopped.stages.find((stage) => stage.place === 'failed')?.bake?.status).toBe('failed');
    expect((await rollouts()).components.find((one) => one.component === 'router')?.suspect).toMatchObject({ executionId: id });
  }, 240_000);
});

/** A store that keeps nothing. */
const quietStore = { recordChanges: async () => {}, saveSnapshot: async () => {}, lastSnapshot: async () => null };
