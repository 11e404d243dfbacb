import { cell, memory, registry as registryOf } from '../../health/fixture.ts';
import type { CellVerdict } from '../../health/verdict.ts';
import type { Registry } from '../../registry/registry.ts';
import { MINUTE } from '../../series.ts';
import type { Rollout, Visit } from '../rollout.ts';
import { Random } from './random.ts';
import { rolloutOf } from './rollout-of.ts';

/** A random fleet in which several components are released through waves, and cells fall sick. Times in minutes. */
export interface Scenario {
  registry: Registry;
  /** The release that the scenario is about. */
  focus: { component: string; executionId: string };
  /** Cells that fell sick because of it. */
  its: ReadonlySet<string>;
  /** Cells that fell sick by chance. */
  others: ReadonlySet<string>;
  /** When the first cell that the scenario is about is seen as sick. */
  seen: number;
  /** What is known at a minute. */
  at(minute: number): { cells: Map<string, CellVerdict>; rollouts: Rollout[]; now: number };
}

export type Kind = 'bad' | 'harmless' | 'untouched';

const WAVES = ['pre', 'small', 'medium', 'large'] as const;
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'] as const;
const BASE = Date.UTC(2026, 2, 4);
const HALF_AN_HOUR = 30;

interface Stay {
  cell: string;
  wave: number;
  arrived: number;
  deployed: number;
  bakes: number;
  baked: number;
  left: number;
}

interface Release {
  component: string;
  executionId: string;
  stays: Stay[];
}

interface Sickness {
  began: number;
  seen: number;
  ended: number;
}

/** @param pace how much faster releases go than cells fall sick and are seen to; null when the dice made no sick cell of that kind */
export function makeScenario(kind: Kind, seed: number, pace = 1): Scenario | null {
  const random = new Random(seed);
  const cells = WAVES.flatMap((wave, index) =>
    Array.from({ length: index === 0 ? random.whole(2, 4) : random.whole(2 + index, 5 + 4 * index) }, (_, i) => ({
      name: `${wave}-${i}`,
      wave: index,
      region: random.pick(REGIONS),
    })),
  );
  const releases = Array.from({ length: random.whole(1, 4) }, (_, i) =>
    release(random, `c${i}`, cells, i === 0 ? 300 : 300 + random.between(-240, 100) / pace, pace),
  );
  const focus = releases[0] as Release;
  const sick = new Map<string, Sickness>();
  const fall = (name: string, began: number, ended = Number.POSITIVE_INFINITY) => {
    if (!sick.has(name)) sick.set(name, { began, seen: began + random.whole(2, 5), ended });
  };
  // Now and then a cell falls sick whatever is released.
  for (let i = random.whole(0, 2); i > 0; i--) {
    const began = random.between(200, 600);
    fall(random.pick(cells).name, began, began + random.between(10, 40));
  }
  const noise = new Set(sick.keys());
  if (kind === 'bad') spoil(random, focus, noise, fall);
  else strike(random, kind, { cells, releases, focus }, fall);
  const about = [...sick].filter(([name]) => !noise.has(name));
  if (about.length === 0) return null;
  const seen = Math.min(...about.map(([, sickness]) => sickness.seen));
  const by = (name: string) => kind === 'bad' && !noise.has(name);
  return {
    registry: registryOf(
      cells.map(({ name, wave, region }) => cell(name, { wave: WAVES[wave] as string, region })),
      { waves: WAVES.map((name) => ({ name, bakeMinutes: 30 })) },
    ),
    focus: { component: focus.component, executionId: focus.executionId },
    its: new Set(about.map(([name]) => name).filter(by)),
    others: new Set([...sick.keys()].filter((name) => !by(name))),
    seen,
    at: (minute) => ({
      cells: new Map(cells.map(({ name }) => [name, verdict(sick.get(name), minute)])),
      rollouts: releases.map((one) => rollout(one, minute)),
      now: time(minute),
    }),
  };
}

/** One release through the waves: each deploys within minutes, side by side or one after the other, then bakes. */
function release(
  random: Random,
  component: string,
  cells: readonly { name: string; wave: number }[],
  start: number,
  pace: number,
): Release {
  const stays: Stay[] = [];
  let at = start;
  const oneByOne = random.chance(0.3);
  for (const wave of WAVES.keys()) {
    let ends = at;
    let next = at;
    const bake = random.between(wave === 0 ? 15 : 10, wave === 0 ? 60 : 30) / pace;
    const own: Stay[] = [];
    for (const { name } of cells.filter((one) => one.wave === wave)) {
      const arrived = oneByOne ? next : at + random.between(0, 1) / pace;
      const deployed = arrived + random.between(1, 5) / pace;
      if (oneByOne) next = deployed;
      ends = Math.max(ends, deployed);
      own.push({ cell: name, wave, arrived, deployed, bakes: 0, baked: 0, left: Number.POSITIVE_INFINITY });
    }
    for (const stay of own) stays.push({ ...stay, bakes: ends, baked: ends + bake });
    at = ends + bake + random.between(0, 3) / pace;
  }
  return { component, executionId: `${component}-new`, stays };
}

/** A bad release: it shows in all or most cells, soon or (seldom) late, everywhere or from some wave on. Once seen, it is halted. */
function spoil(random: Random, focus: Release, noise: ReadonlySet<string>, fall: (name: string, began: number) => void): void {
  const share = random.chance(0.9) ? 1 : random.between(0.6, 1);
  const from = random.chance(0.2) ? random.whole(1, 2) : 0;
  const slow = random.chance(0.1);
  let halted = Number.POSITIVE_INFINITY;
  for (const stay of focus.stays) {
    if (stay.arrived > halted) continue;
    if (stay.wave < from || !random.chance(share) || noise.has(stay.cell)) continue;
    const began = random.between((stay.arrived + stay.deployed) / 2, stay.deployed) + (slow ? random.between(4, 16) : random.between(0, 4));
    fall(stay.cell, began);
    halted = Math.min(halted, began + random.between(4, 8));
  }
  const back = random.chance(0.3) ? halted + random.between(0, 20) : Number.POSITIVE_INFINITY;
  focus.stays = focus.stays
    .filter((stay) => stay.arrived <= halted)
    .map((stay) => ({ ...stay, baked: Math.min(stay.baked, halted), left: back }));
}

/** Chance strikes one cell, a few, or those of a Region: where a release was lately, or where none was. */
function strike(
  random: Random,
  kind: Kind,
  { cells, releases, focus }: { cells: readonly { name: string; region: string }[]; releases: Release[]; focus: Release },
  fall: (name: string, began: number) => void,
): void {
  const first = random.pick(focus.stays);
  const struck = cells.find((one) => one.name === first.cell) as (typeof cells)[number];
  // While it is deployed or baked, as a test would have it.
  const began = kind === 'harmless' ? random.between(first.arrived, first.baked) : 1_000;
  fall(first.cell, began);
  const how = random.next();
  if (how < 0.1) for (let i = random.whole(1, 2); i > 0; i--) fall(random.pick(cells).name, began + random.between(0, 3));
  else if (how < 0.2) {
    for (const one of cells) if (one.region === struck.region && random.chance(0.8)) fall(one.name, began + random.between(0, 2));
  }
  if (kind === 'harmless') return;
  // All bakes have ended more than half an hour before.
  const shift = began - HALF_AN_HOUR - 1 - Math.max(...releases.flatMap((one) => one.stays.map((stay) => stay.baked)));
  for (const one of releases) {
    one.stays = one.stays.map((stay) => ({
      ...stay,
      arrived: stay.arrived + shift,
      deployed: stay.deployed + shift,
      bakes: stay.bakes + shift,
      baked: stay.baked + shift,
    }));
  }
}

const time = (minute: number) => BASE + minute * MINUTE;

function rollout({ component, executionId, stays }: Release, now: number): Rollout {
  const visits = new Map<string, Visit[]>();
  for (const stay of stays) {
    if (stay.arrived > now) continue;
    const baking = stay.bakes <= now;
    visits.set(stay.cell, [
      {
        executionId,
        revision: executionId,
        type: 'STANDARD',
        stage: WAVES[stay.wave] as string,
        arrivedAt: time(stay.arrived),
        deployedAt: stay.deployed <= now ? time(stay.deployed) : null,
        failedAt: null,
        bake: baking
          ? {
              startedAt: time(stay.bakes),
              endsAt: time(stay.baked),
              stoppedAt: stay.baked <= now ? time(stay.baked) : null,
              status: stay.baked <= now ? 'succeeded' : 'running',
            }
          : null,
        watchPending: stay.deployed <= now && !baking,
        leftAt: stay.left <= now ? time(stay.left) : null,
      },
    ]);
  }
  return rolloutOf(component, WAVES, visits);
}

function verdict(sickness: Sickness | undefined, now: number): CellVerdict {
  const sick = sickness !== undefined && sickness.seen <= now && now < sickness.ended;
  const well = sickness && sickness.ended <= now ? time(sickness.ended) : BASE;
  if (!sick) return { health: 'healthy', since: well, evidence: [], memory: memory(), baselinePerMinute: 1_000 };
  const since = Math.floor(time(sickness.began) / MINUTE) * MINUTE;
  return {
    health: 'critical',
    since,
    evidence: [{ kind: 'error-budget', health: 'critical', text: 'errors 20 %', detail: '', signal: 'errors', since, informs: false }],
    memory: memory(),
    baselinePerMinute: 1_000,
  };
}
