import type { Registry } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import type { ActionRun, Bake } from './facts.ts';
import type { BakeProgress } from './rollout.ts';

/** Tells of alarms that are watched, and of the cells they are watched for, which are in ALARM; null is unknown. */
export type AlarmLookup = (alarms: Bake['alarms'], cells: readonly string[]) => readonly (boolean | null)[];

/** Two durations that differ by no more than this share are alike. */
const ALIKE = 0.1;

const STATES = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'unknown',
} as const;
const RUN_STATES = { InProgress: 'running', Succeeded: 'succeeded', Failed: 'failed', Abandoned: 'aborted' } as const;

/**
 * A bake that was begun. AWS does not tell when it ends: its start and the waits of its definition do, or how long the last
 * one took, else the wave's minutes in the registry.
 */
export function bakeProgress(given: {
  run: ActionRun;
  bake: Bake | undefined;
  /** Names of the cells it watches. */
  cells: readonly string[];
  registry: Registry;
  alarms: AlarmLookup;
  /** How long the last one of this stage that succeeded took, ms; null when none is known. */
  lastTook: number | null;
  now: number;
}): BakeProgress {
  const { run, bake, cells, alarms } = given;
  // The pipeline's word that it ended is newer than a state machine last seen running.
  const status = bake && !(bake.status === 'RUNNING' && run.status !== 'InProgress') ? STATES[bake.status] : RUN_STATES[run.status];
  const startedAt = bake?.startedAt ?? run.startedAt;
  const running = status === 'running' || status === 'unknown';
  const stoppedAt = running ? null : (bake?.stoppedAt ?? run.updatedAt);
  const watched = bake?.alarms ?? [];
  const inAlarm = running ? alarms(watched, cells) : [];
  return {
    startedAt,
    stoppedAt,
    ...(running ? estimateEnd(given, startedAt) : { endsAt: stoppedAt, estimate: null }),
    step: running ? (bake?.steps.findLast((step) => step.leftAt === null)?.name ?? null) : null,
    steps: bake?.steps ?? [],
    status,
    error: status === 'failed' || status === 'aborted' ? (bake?.cause ?? bake?.error ?? run.error ?? run.summary) : null,
    executionArn: bake?.executionArn ?? run.outputs.ExecutionArn ?? null,
    alarms: watched.map((alarm, index) => ({ ...alarm, inAlarm: inAlarm[index] ?? null })),
  };
}

interface Known {
  bake: Bake | undefined;
  cells: readonly string[];
  registry: Registry;
  lastTook: number | null;
  now: number;
}

function estimateEnd({ bake, cells, registry, lastTook, now }: Known, startedAt: number | null): Pick<BakeProgress, 'endsAt' | 'estimate'> {
  if (startedAt === null) return { endsAt: null, estimate: null };
  const waits = bake?.waitSeconds && !loops(bake) ? bake.waitSeconds * 1000 : null;
  const minutes = bakeMinutes(registry, cells);
  // A machine that looks again and again waits longer than its waits add up to: then the last time tells more.
  if (lastTook !== null && (waits === null || Math.abs(waits - lastTook) > ALIKE * lastTook))
    return { endsAt: startedAt + lastTook, estimate: 'history' };
  if (waits !== null && (startedAt + waits >= now || minutes === null)) return { endsAt: startedAt + waits, estimate: 'definition' };
  return minutes === null ? { endsAt: null, estimate: null } : { endsAt: startedAt + minutes * MINUTE, estimate: 'registry' };
}

/** The longest bake of the waves that the cells belong to; null when none of them is in a wave. */
function bakeMinutes(registry: Registry, cells: readonly string[]): number | null {
  const names = new Set(cells);
  const waves = new Set(registry.cells.filter((cell) => names.has(cell.name)).map((cell) => cell.wave));
  const minutes = registry.waves.filter((wave) => waves.has(wave.name)).map((wave) => wave.bakeMinutes);
  return minutes.length > 0 ? Math.max(...minutes) : null;
}

/** A machine that comes back to a state waits longer than the sum of its waits. */
function loops(bake: Bake): boolean {
  return new Set(bake.steps.map((step) => step.name)).size < bake.steps.length;
}
