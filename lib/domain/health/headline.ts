import type { Registry } from '../registry/registry.ts';
import type { ReleasePicture, Suspect } from '../release/rollout.ts';
import { contrastSentence, orRival, whereaboutsSentence } from './blame.ts';
import { badness } from './hysteresis.ts';
import type { CellVerdict, Finding, FleetSummary, Headline, Health } from './verdict.ts';
import { apart, clockTime, count, percent } from './wording.ts';

interface Facts {
  registry: Registry;
  cells: ReadonlyMap<string, CellVerdict>;
  findings: readonly Finding[];
  summary: FleetSummary;
  /** Names the release that the sickness is put down to. */
  releases?: ReleasePicture;
}

/** The sentence on top of the Fleet page: findings first, then the worst cells; never "all healthy" when one that counts is not. */
export function writeHeadline({ registry, cells, findings, summary, releases }: Facts): Headline {
  const total = summary.healthy + summary.degraded + summary.critical + summary.noData;
  const sick = registry.cells
    .filter((cell) => cell.state === 'in-service')
    .flatMap((cell) => {
      const verdict = cells.get(cell.name);
      return verdict && verdict.health !== 'healthy' ? [{ name: cell.name, verdict }] : [];
    })
    .sort((a, b) => badness(b.verdict.health) - badness(a.verdict.health) || a.verdict.since - b.verdict.since);
  const first = sick[0];
  const finding = findings[0];
  const detail = risk(summary);
  if (total === 0)
    return { health: finding?.health ?? 'no-data', lead: 'No cell is in service.', rest: '', detail: finding?.text ?? '', cell: null };
  if (sick.length === total && sick.every(({ verdict }) => isWaiting(verdict))) {
    const of = total === 1 ? 'the cell' : `${count(total)} cells`;
    return { health: 'no-data', lead: `Waiting for first data from ${of}.`, rest: '', detail: '', cell: null };
  }
  if (finding && (!first || badness(finding.health) >= badness(first.verdict.health))) {
    const counts = sick.length > 0 ? `${tally(summary)} of ${count(total)} cells.` : '';
    return { health: finding.health, lead: finding.text, rest: '', detail: join(counts, detail), cell: null };
  }
  const also = finding?.text ?? '';
  if (!first) {
    return {
      health: 'healthy',
      lead: total === 1 ? 'The one cell is healthy.' : `All ${count(total)} cells are healthy.`,
      rest: '',
      detail: '',
      cell: null,
    };
  }
  const worst = first.verdict.health;
  const alike = sick.filter(({ verdict }) => verdict.health === worst);
  if (alike.length === 1) {
    const others = sick.length > 1 ? `${tally({ ...summary, [key(worst)]: 0 })} besides.` : '';
    const why = first.verdict.evidence[0]?.text;
    const lead = `${apart(first.name)} ${worst === 'no-data' ? 'gives no data' : `is ${worst}`}${isWaiting(first.verdict) ? '' : ` since ${clockTime(first.verdict.since)}`}`;
    const suspect = releases?.suspects.get(first.name);
    if (releases && suspect) {
      const told = join(contrastSentence(suspect), others, detail, whereaboutsSentence(suspect, releases), also);
      return {
        health: worst,
        lead,
        rest: `${[suspect.text, orRival(suspect)].filter((part) => part !== '').join(', ')}.`,
        detail: told,
        cell: first.name,
      };
    }
    return { health: worst, lead, rest: why ? `: ${why}.` : '.', detail: join(others, detail, also), cell: first.name };
  }
  const blamed = releases && mostBlamed(alike, releases);
  const blame = blamed ? [contrastSentence(blamed, `${blamed.component} ${blamed.revision}`), whereaboutsSentence(blamed, releases)] : [];
  return {
    health: worst,
    lead: tally({ ...summary, [key(worst)]: summary[key(worst)] }, worst),
    rest: `${rest(summary, worst)} of ${count(total)}.`,
    detail: join(
      `First ${apart(first.name)}, at ${clockTime(first.verdict.since)}: ${first.verdict.evidence[0]?.text ?? worst}.`,
      blame[0] ?? '',
      detail,
      blame[1] ?? '',
      also,
    ),
    cell: null,
  };
}

/** The release that most of those cells are put down to. */
function mostBlamed(sick: readonly { name: string }[], { suspects }: ReleasePicture): Suspect | null {
  const blamed = sick.flatMap(({ name }) => suspects.get(name) ?? []);
  const times = new Map<string, number>();
  for (const { executionId } of blamed) times.set(executionId, (times.get(executionId) ?? 0) + 1);
  const most = [...times].sort((a, b) => b[1] - a[1])[0]?.[0];
  return blamed.find((suspect) => suspect.executionId === most) ?? null;
}

function isWaiting(verdict: CellVerdict): boolean {
  return verdict.health === 'no-data' && verdict.memory.lastMinute === -1;
}

const ORDER = ['critical', 'no-data', 'degraded'] as const;

function key(health: Health): 'healthy' | 'degraded' | 'critical' | 'noData' {
  return health === 'no-data' ? 'noData' : health;
}

function word(health: (typeof ORDER)[number]): string {
  return health === 'no-data' ? 'without data' : health;
}

/** "4 cells critical": of one state; "4 critical, 11 degraded": of all that are not healthy. */
function tally(summary: FleetSummary, only?: Health): string {
  if (only && only !== 'healthy') return `${count(summary[key(only)])} cells ${word(only)}`;
  return ORDER.filter((health) => summary[key(health)] > 0)
    .map((health) => `${count(summary[key(health)])} ${word(health)}`)
    .join(', ');
}

function rest(summary: FleetSummary, worst: Health): string {
  const others = tally({ ...summary, [key(worst)]: 0 });
  return others ? `, ${others}` : '';
}

/** "3.1 % of customer traffic at risk." */
function risk(summary: FleetSummary): string {
  return summary.trafficAtRisk ? `${percent(summary.trafficAtRisk)} of customer traffic at risk.` : '';
}

function join(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
