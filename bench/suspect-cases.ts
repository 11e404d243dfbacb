import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Visit } from '#lib/domain/release/rollout.ts';
import { conditionOf } from '#lib/domain/release/sickness.ts';
import { Random } from '#lib/domain/release/testing/random.ts';
import { MINUTE } from '#lib/domain/series.ts';
import type { ComponentWorld } from '#simulator/world/release-types.ts';
import { INCIDENT_KINDS } from '#simulator/world/types.ts';
import { driveReleases, type Known, type ReleaseDrive } from './drive-releases.ts';

export const CASE_KINDS = ['bad', 'untouched', 'harmless'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** What came of one case; `text` tells it, for whoever looks into one. */
export interface CaseResult {
  kind: CaseKind;
  seed: number;
  /** Of a bad release: each cell that it made sick names it. */
  right: boolean;
  /** A release was named that had not done it. */
  wrong: boolean;
  /** Minutes from the first sick cell to the first right name; null for none. */
  after: number | null;
  text: string;
}

const CELLS = 24;
const COMPONENTS = 6;
const START = Date.UTC(2026, 8, 7);
/** A person looks so long after the first cell is seen as sick. */
const LOOKED_AT = 10;
const SICK_WITHIN = 45;
/** A release takes less from its source to the last wave. */
const LONGEST = 120;
const HALF_AN_HOUR = 30;
const WAVES = ['pre-production', 'small', 'medium', 'large'];

interface Bed {
  drive: ReleaseDrive;
  random: Random;
  /** The component that the case is about. */
  component: string;
  /** Cells that it is deployed to. */
  cells: Registry['cells'];
}

/** Nobody is there to approve a harmless one. */
const releases = (kind: CaseKind) => (one: ComponentWorld) => one.kind !== 'pipelines' && (kind === 'bad' || one.approvalBefore === null);

/** One case, the same for the same kind and seed. */
export async function runCase(kind: CaseKind, seed: number): Promise<CaseResult> {
  const random = new Random(seed);
  const start = START + random.whole(0, 7 * 24 * 60) * MINUTE;
  const drive = await driveReleases({ cells: CELLS, components: COMPONENTS, seed, start });
  try {
    const names = drive.world.releases
      .components()
      .filter(releases(kind))
      .map(({ name }) => name);
    const component = random.pick(names);
    const reached = (await drive.minute()).rollouts.find((one) => one.component === component)?.cells;
    const cells = drive.registry.cells.filter(({ name, state }) => state === 'in-service' && reached?.has(name));
    const bed = { drive, random, component, cells };
    // Others release too, now and then; two that come in one minute to the same cells nobody could tell apart.
    if (random.chance(0.5)) {
      const other = random.pick(names.filter((name) => name !== component));
      drive.world.releases.start({ component: other, quality: 'good' });
      for (let i = random.whole(1, 12); i > 0; i--) await drive.minute();
    }
    switch (kind) {
      case 'bad':
        return await bad(bed, seed);
      case 'harmless':
        return await harmless(bed, seed);
      case 'untouched':
        return await untouched(bed, seed);
    }
  } finally {
    await drive.close();
  }
}

/** A bad release, which shows in all waves or only from a later one on. */
async function bad({ drive, random, component, cells }: Bed, seed: number): Promise<CaseResult> {
  const severity = random.between(0.5, 1);
  const wave = random.chance(0.7) ? 'pre-production' : random.pick(['small', 'medium']);
  const { id } = drive.world.releases.start({ component, quality: 'bad', severity, wave });
  const itsOwn = (known: Known) =>
    cells.filter(({ name }) => isSick(known, name) && drive.world.releases.extraErrorRatio(name, drive.now()) > 0);
  let known = await until(drive, SICK_WITHIN, (now) => itsOwn(now).length > 0);
  let after: number | null = null;
  let wrong = false;
  for (let minute = 0; ; minute++) {
    const suspects = itsOwn(known).map(({ name }) => known.suspects.get(name));
    if (suspects.some((one) => one?.executionId === id)) after ??= minute;
    wrong ||= suspects.some((one) => one !== undefined && one.executionId !== id);
    if (minute === LOOKED_AT) break;
    known = await drive.minute();
  }
  const sick = itsOwn(known).map(({ name }) => name);
  const right = sick.length > 0 && sick.every((name) => known.suspects.get(name)?.executionId === id);
  const text = `bad ${component}, severity ${severity.toFixed(2)}, from ${wave}: ${sick.map((name) => `${name} ${told(known, name)}`).join(', ')}`;
  return { kind: 'bad', seed, right, wrong, after, text };
}

/** An incident in a cell that a harmless release has just come to. */
async function harmless(bed: Bed, seed: number): Promise<CaseResult> {
  const { drive, random, component } = bed;
  const { id } = drive.world.releases.start({ component, quality: 'good' });
  const cell = pickCell(bed, [random.pick(WAVES)]);
  await until(drive, LONGEST, (known) => visitsOf(known, cell).some(({ executionId }) => executionId === id));
  for (let i = random.whole(0, 8); i > 0; i--) await drive.minute();
  return strike(bed, 'harmless', cell, seed);
}

/** An incident in a cell that no release has been in for half an hour: none at all, one before that, or one on its way there. */
async function untouched(bed: Bed, seed: number): Promise<CaseResult> {
  const { drive, random, component } = bed;
  const how = random.pick(['none', 'before', 'elsewhere'] as const);
  const cell = pickCell(bed, how === 'none' ? WAVES : how === 'before' ? WAVES.slice(0, 2) : WAVES.slice(-1));
  if (how !== 'none') {
    const { id } = drive.world.releases.start({ component, quality: 'good' });
    if (how === 'before') await until(drive, LONGEST, (known) => visitsOf(known, cell).some(({ executionId }) => executionId === id));
    else for (let i = random.whole(2, 8); i > 0; i--) await drive.minute();
  }
  await until(drive, LONGEST, (known) => isFree(visitsOf(known, cell), drive.now()));
  return strike(bed, 'untouched', cell, seed);
}

/** Chance strikes the cell, now and then a few others or its Region too. */
async function strike({ drive, random, cells }: Bed, kind: CaseKind, cell: string, seed: number): Promise<CaseResult> {
  const incident = random.pick(INCIDENT_KINDS);
  const severity = random.between(0.7, 1);
  const region = cells.find(({ name }) => name === cell)?.region;
  const struck = new Set([cell]);
  const how = kind === 'harmless' ? random.next() : 1;
  if (how < 0.1) for (let i = random.whole(1, 2); i > 0; i--) struck.add(random.pick(cells).name);
  else if (how < 0.2) for (const one of cells) if (one.region === region && random.chance(0.8)) struck.add(one.name);
  for (const name of struck) drive.world.incidents.start({ cell: name, kind: incident, severity });
  const named = new Set<string>();
  const note = (known: Known) => {
    for (const [name, one] of known.suspects) named.add(`${name}: ${one.component} ${one.revision} (${one.contrast})`);
  };
  await until(drive, SICK_WITHIN, (known) => {
    note(known);
    return isSick(known, cell);
  });
  for (let minute = 0; minute < LOOKED_AT; minute++) note(await drive.minute());
  const text = `${incident} in ${[...struck].join(', ')}: ${[...named].join('; ') || 'nobody named'}`;
  return { kind, seed, right: named.size === 0, wrong: named.size > 0, after: null, text };
}

const isSick = ({ verdict }: Known, name: string) => {
  const judged = verdict.cells.get(name);
  return judged !== undefined && conditionOf(judged).state === 'sick';
};

const told = ({ suspects }: Known, name: string) => {
  const suspect = suspects.get(name);
  return suspect ? `${suspect.component} ${suspect.revision} (${suspect.contrast})` : 'nobody';
};

const visitsOf = ({ rollouts }: Known, cell: string) => rollouts.flatMap((one) => one.cells.get(cell)?.visits ?? []);

const pickCell = ({ random, cells }: Bed, waves: readonly string[]) =>
  random.pick(cells.filter(({ wave }) => waves.includes(wave ?? ''))).name;

/** No release has been deployed or watched in the cell for half an hour. */
function isFree(visits: readonly Visit[], now: number): boolean {
  return visits.every(({ arrivedAt, deployedAt, failedAt, bake, watchPending }) => {
    if (bake?.status === 'running' || watchPending || (deployedAt === null && failedAt === null)) return false;
    const last = Math.max(arrivedAt, deployedAt ?? 0, failedAt ?? 0, bake?.stoppedAt ?? 0);
    return now - last > HALF_AN_HOUR * MINUTE;
  });
}

/** Lets minutes pass until something holds. @throws when it does not within so many */
async function until(drive: ReleaseDrive, minutes: number, holds: (known: Known) => boolean): Promise<Known> {
  for (let minute = 1; minute <= minutes; minute++) {
    const known = await drive.minute();
    if (holds(known)) return known;
  }
  throw new Error(`It has not come to that within ${minutes} minutes`);
}
