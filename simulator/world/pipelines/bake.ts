import { TOOLING } from '../create-organization.ts';
import type { BakeMachineWorld, BakeWorld } from '../release-types.ts';
import type { CellWorld } from '../types.ts';
import { WAVES } from '../waves.ts';
import { type Engine, paced } from './engine.ts';
import { type ActionRun, actionId, type Pipeline } from './pipeline-types.ts';
import { PIPELINE_REGION } from './plan-components.ts';

const MINUTE = 60_000;
/** An alarm needs that long to see that a cell is well again, where minutes without errors have no point: until then a bake only waits. */
const SETTLES_MS = 270_000;
const CHECKS_EVERY_MS = 10_000;
/**
 * No pace makes a bake shorter: metrics go at their own. A bad release takes 90 s to rise, its alarm two minutes beyond the
 * threshold, of each of which it hears some 20 s after its end.
 */
export const LEAST_BAKE_MS = 180_000;
/** The alarms that organization calls critical, by the end of their names. */
const WATCHED = ['errors-critical', 'page'] as const;

export function bakeMachineArn(wave: string): string {
  return `arn:aws:states:${PIPELINE_REGION}:${TOOLING}:stateMachine:bake-${wave}`;
}

/** How long a wave bakes at the pace of the world, ms. */
export function bakeLasts(engine: Engine, wave: string): number {
  const bakeMinutes = WAVES.find(({ name }) => name === wave)?.bakeMinutes ?? 30;
  return Math.max(paced(engine, bakeMinutes * MINUTE), engine.leastBakeMs);
}

/** The state machine that bakes a wave. */
export function bakeMachine(engine: Engine, wave: string): BakeMachineWorld {
  const lastsMs = bakeLasts(engine, wave);
  return {
    arn: bakeMachineArn(wave),
    name: `bake-${wave}`,
    wave,
    createdAt: Date.UTC(2025, 1, 3, 9),
    lastsMs,
    settlesMs: Math.min(SETTLES_MS, Math.round(lastsMs * 0.85)),
    checksEveryMs: Math.min(CHECKS_EVERY_MS, Math.max(50, Math.round(lastsMs / 8))),
  };
}

/** Beyond that, a bake's input does not name its alarms: the state machine looks them up. */
const ALARMS_NAMED = 200;

/** What a bake is started with: JSON. */
export function bakeInput({ component, wave, stage, alarms }: Pick<BakeWorld, 'component' | 'wave' | 'stage' | 'alarms'>): string {
  const isNamed = alarms.length > 0 && alarms.length <= ALARMS_NAMED;
  return JSON.stringify({ component, wave, stage, ...(isNamed ? { alarms } : {}) });
}

const alarmsOfCell = new WeakMap<CellWorld, BakeWorld['alarms']>();

/** The alarms of cells that a bake watches. */
export function alarmsOf(cells: readonly CellWorld[]): BakeWorld['alarms'] {
  return cells.flatMap((cell) => {
    const { name, accountId, region, cloud } = cell;
    let alarms = alarmsOfCell.get(cell);
    if (!alarms) {
      alarms = cloud === 'aws' ? WATCHED.map((end) => ({ name: `${name}-${end}`, accountId, region })) : [];
      alarmsOfCell.set(cell, alarms);
    }
    return alarms;
  });
}

const names = new WeakMap<readonly CellWorld[], ReadonlySet<string>>();

function namesOf(cells: readonly CellWorld[]): ReadonlySet<string> {
  const known = names.get(cells) ?? new Set(cells.map((cell) => cell.name));
  names.set(cells, known);
  return known;
}

/** Starts watching the cells of a stage. @param ended called with the bake's end, unless its action was given up before */
export function startBake(engine: Engine, pipeline: Pipeline, action: ActionRun, ended: (bake: BakeWorld) => void): BakeWorld | null {
  const { work } = action.plan;
  if (work.kind !== 'bake') return null;
  const { cells } = work;
  const machine = bakeMachine(engine, work.wave);
  const startedAt = engine.time.now();
  const name = actionId(action);
  const bake: BakeWorld = {
    executionArn: `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`,
    stateMachineArn: machine.arn,
    name,
    status: 'RUNNING',
    startedAt,
    stoppedAt: null,
    lastsMs: machine.lastsMs,
    error: null,
    cause: null,
    component: pipeline.component.name,
    wave: work.wave,
    stage: action.run.stage.name,
    executionId: action.run.execution.id,
    // Of large stages there are thousands: made when somebody asks.
    get alarms() {
      return alarmsOf(cells);
    },
  };
  const end = startedAt + machine.lastsMs;

  function finish(status: BakeWorld['status'], error: string | null, cause: string | null): void {
    bake.status = status;
    bake.stoppedAt = engine.time.now();
    bake.error = error;
    bake.cause = cause;
    engine.bakes.delete(bake.executionArn);
    ended(bake);
  }
  function check(): void {
    if (bake.status !== 'RUNNING') return;
    const now = engine.time.now();
    const firing = findFiring(engine, namesOf(cells));
    if (firing !== null) finish('FAILED', 'AlarmInAlarm', `Alarm ${firing.alarm} of cell ${firing.cell} is in ALARM.`);
    else if (now >= end) finish('SUCCEEDED', null, null);
    else engine.time.plan(Math.min(end, now + machine.checksEveryMs), check);
  }
  engine.bakes.set(bake.executionArn, finish);
  engine.time.plan(startedAt + machine.settlesMs, check);
  return bake;
}

function findFiring(engine: Engine, watched: ReadonlySet<string>): { alarm: string; cell: string } | null {
  for (const name of engine.alarms.suspects()) {
    const cell = watched.has(name) ? engine.cells.get(name) : undefined;
    if (cell?.cloud !== 'aws') continue;
    for (const end of WATCHED) {
      const alarm = `${name}-${end}`;
      if (engine.alarms.stateOf(cell.accountId, cell.region, alarm) === 'ALARM') return { alarm, cell: name };
    }
  }
  return null;
}
