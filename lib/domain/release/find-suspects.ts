import type { CellVerdict } from '../health/verdict.ts';
import { count } from '../health/wording.ts';
import type { Registry } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import type { Rollout, Suspect, Visit } from './rollout.ts';
import { type Condition, conditionOf } from './sickness.ts';
import { logOfSum, type Sample, weighRelease } from './weigh-release.ts';

/** A sickness may still come of a release so long after its bake. */
const AFTER_BAKE_MS = 30 * MINUTE;
/** What replaces a release takes so long to come through. */
const LINGERS_MS = 5 * MINUTE;
/** A well cell says something once it has had the release for a few minutes. */
const A_FEW_MINUTES = 5;
/** Releases together must be this likely the cause, against all else, before one is named. */
const NAMED_FROM = 2 / 3;
/** From this likelihood on another release is told beside the one that is named. */
const RIVAL_FROM = 0.2;
/** From this share of the likelihood of the one that is named on, it is about as likely. */
const CLOSE_FROM = 0.5;

const NONE: ReadonlySet<string> = new Set();

interface Known {
  cell: Registry['cells'][number];
  condition: Condition;
}

/** A release in one of the cells that fell sick while it was there. */
interface Candidate {
  rollout: Rollout;
  visit: Visit;
}

/** A release weighed over all cells; the weight is a logarithm. */
interface Weighed {
  weight: number;
  /** Names of the cells that fell sick with it. */
  sickCells: readonly string[];
  counts: Pick<Suspect, 'sickWith' | 'with' | 'sickWithout' | 'without'>;
}

/**
 * Names the release that a cell's sickness is put down to, by cell: one that was being deployed or watched there when it began, or
 * had been until 30 minutes before, and that explains best which cells are sick and which are well.
 */
export function findSuspects(given: {
  registry: Registry;
  cells: ReadonlyMap<string, CellVerdict>;
  rollouts: readonly Rollout[];
  now: number;
}): Map<string, Suspect> {
  const { registry, cells, rollouts, now } = given;
  const known = registry.cells.flatMap((cell): Known[] => {
    const verdict = cell.state === 'in-service' ? cells.get(cell.name) : undefined;
    return verdict ? [{ cell, condition: conditionOf(verdict) }] : [];
  });
  const remedies = remediesOf(rollouts, known);
  const suspects = new Map<string, Suspect>();
  const weighed = new Map<string, Weighed>();
  for (const { cell, condition } of known) {
    if (condition.state !== 'sick') continue;
    const candidates = rollouts.flatMap((rollout): Candidate[] => {
      const visits = rollout.cells.get(cell.name)?.visits ?? [];
      const healing = remedies.get(rollout.component) ?? NONE;
      return visits.filter((visit) => wasThere(visit, condition.since, healing)).map((visit) => ({ rollout, visit }));
    });
    if (candidates.length === 0) continue;
    const choices = candidates.map((candidate) => {
      const key = `${candidate.rollout.component}/${candidate.visit.executionId}`;
      let found = weighed.get(key);
      if (!found) {
        const { rollout, visit } = candidate;
        found = weigh(rollout, visit.executionId, known, remedies.get(rollout.component) ?? NONE, now);
        weighed.set(key, found);
      }
      return { ...candidate, ...found };
    });
    // Chance is one more explanation, of weight 1.
    const all = logOfSum([0, ...choices.map((choice) => choice.weight)]);
    if (1 - Math.exp(-all) < NAMED_FROM) continue;
    const [best, second] = choices.toSorted((a, b) => b.weight - a.weight);
    if (!best) continue;
    const rival = second && Math.exp(second.weight - all) >= RIVAL_FROM ? rivalOf(best, second) : null;
    suspects.set(cell.name, toSuspect(best, rival, Math.exp(best.weight - all), condition.since));
  }
  return suspects;
}

/** Whether the release was being deployed or watched in the cell at that time, or had been until half an hour before. */
function wasThere(visit: Visit, at: number, remedies: ReadonlySet<string>): boolean {
  const heals = visit.type === 'ROLLBACK' && remedies.has(visit.revision);
  if (at < (heals ? healsFrom(visit) : startOf(visit))) return false;
  if (visit.failedAt !== null) return at <= visit.failedAt + AFTER_BAKE_MS;
  if (visit.leftAt !== null && at > visit.leftAt + LINGERS_MS) return false;
  if (visit.deployedAt === null || visit.bake?.status === 'running' || visit.watchPending) return true;
  return at <= Math.max(visit.deployedAt, visit.bake?.stoppedAt ?? visit.bake?.endsAt ?? 0) + AFTER_BAKE_MS;
}

/** Metrics are told by the minute: one that began before the release came ended after. */
function startOf(visit: Visit): number {
  return Math.floor(visit.arrivedAt / MINUTE) * MINUTE;
}

/** Until then what is told is still of what the rollback replaced: alarms lag. */
function healsFrom({ deployedAt }: Visit): number {
  return (deployedAt ?? Number.POSITIVE_INFINITY) + LINGERS_MS;
}

/** What cells went back to because they were sick, by component. */
function remediesOf(rollouts: readonly Rollout[], known: readonly Known[]): ReadonlyMap<string, ReadonlySet<string>> {
  const sick = known.flatMap(({ cell, condition }) => (condition.state === 'sick' ? [{ cell, since: condition.since }] : []));
  return new Map(
    rollouts.map(({ component, cells }) => [
      component,
      new Set(
        sick.flatMap(({ cell, since }) =>
          (cells.get(cell.name)?.visits ?? []).flatMap((visit) =>
            visit.type === 'ROLLBACK' && since < visit.arrivedAt ? [visit.revision] : [],
          ),
        ),
      ),
    ]),
  );
}

function weigh(rollout: Rollout, executionId: string, known: readonly Known[], remedies: ReadonlySet<string>, now: number): Weighed {
  const sick: Sample['sick'][number][] = [];
  const sickCells: string[] = [];
  const well: Sample['well'][number][] = [];
  const without: Known[] = [];
  const waves = new Map(rollout.stages.map((stage, index) => [stage.name, index]));
  let first = now;
  for (const one of known) {
    const { cell, condition } = one;
    if (condition.state === 'unknown') continue;
    const visit = rollout.cells.get(cell.name)?.visits.find((each) => each.executionId === executionId);
    if (!visit) {
      if (cell.wave !== null) without.push(one);
      continue;
    }
    first = Math.min(first, visit.arrivedAt);
    const about = { wave: waves.get(visit.stage) ?? 0, region: cell.region };
    if (condition.state === 'sick') {
      const after = Math.max(0, condition.since - (visit.deployedAt ?? condition.since)) / MINUTE;
      if (!wasThere(visit, condition.since, remedies)) continue;
      sick.push({ at: condition.since / MINUTE, after, ...about });
      sickCells.push(cell.name);
    } else if (visit.leftAt === null || condition.since <= visit.arrivedAt) {
      // What left says something if it was well all the time.
      const until = visit.leftAt ?? now;
      well.push({ since: Math.max(0, until - (visit.deployedAt ?? until)) / MINUTE, ...about });
    }
  }
  // One sick cell beside others that have the release is no pattern yet: a bad one shows in the next within minutes.
  const alone = sick.length === 1 && well.some((one) => one.since > 0);
  const seen = without.flatMap((one) => fell(one, first - AFTER_BAKE_MS));
  return {
    sickCells,
    weight: alone ? Number.NEGATIVE_INFINITY : weighRelease({ sick, well, without: seen }),
    counts: {
      sickWith: sick.length,
      with: sick.length + well.filter((one) => one.since >= A_FEW_MINUTES).length,
      sickWithout: without.filter(({ condition }) => condition.state === 'sick').length,
      without: without.length,
    },
  };
}

/** When a cell without the release fell sick; nothing of one that had been sick long before: it could not fall sick again. */
function fell({ cell, condition }: Known, since: number): Sample['without'] {
  if (condition.state !== 'sick') return [{ at: null, region: cell.region }];
  return condition.since < since ? [] : [{ at: condition.since / MINUTE, region: cell.region }];
}

function rivalOf(best: Weighed, { rollout, visit, weight, sickCells }: Candidate & Weighed): Suspect['rival'] {
  const { revision, executionId } = visit;
  const shared = best.sickCells.filter((name) => sickCells.includes(name)).length;
  return { component: rollout.component, revision, executionId, sickWith: shared, close: Math.exp(weight - best.weight) >= CLOSE_FROM };
}

function toSuspect({ rollout, visit, counts }: Candidate & Weighed, rival: Suspect['rival'], certainty: number, since: number): Suspect {
  const { revision, executionId, arrivedAt } = visit;
  const { component } = rollout;
  const withIt = `${count(counts.sickWith)} of ${count(counts.with)} cells with ${revision} sick`;
  return {
    component,
    revision,
    executionId,
    contrast: `${withIt}, ${count(counts.sickWithout)} of ${count(counts.without)} without`,
    text: `, ${passed(since - arrivedAt)} ${component} ${revision} reached it`,
    ...counts,
    arrivedAt,
    since,
    certainty,
    rival,
  };
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** "four minutes after", "as". */
function passed(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return 'as';
  if (minutes === 1) return 'a minute after';
  return minutes < 120 ? `${NUMBERS[minutes - 1] ?? minutes} minutes after` : `${Math.floor(minutes / 60)} hours after`;
}
