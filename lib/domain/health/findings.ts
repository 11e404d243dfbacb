import type { Registry } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import { badness } from './hysteresis.ts';
import type { CellVerdict, EvidenceKind, Finding } from './verdict.ts';
import { clockTime, count } from './wording.ts';

/** Cells that fell within this span fell together. */
const TOGETHER = 5 * MINUTE;
const LEAST_CELLS = 4;

interface Fallen {
  name: string;
  region: string;
  at: number;
  how: 'traffic' | 'silence' | 'critical';
}

/** What is about more than one cell: half of the fleet or of a Region falling together, and sick shared items. Worst first. */
export function findFleetEvidence(
  registry: Registry,
  cells: ReadonlyMap<string, CellVerdict>,
  shared: ReadonlyMap<string, CellVerdict>,
): Finding[] {
  const counted = registry.cells.filter((cell) => cell.state === 'in-service' && cells.has(cell.name));
  const fallen = counted.flatMap((cell) => fall(cell.name, cell.region, cells.get(cell.name)) ?? []);
  const findings = sickShared(registry, shared);
  const suspect = registry.shared.find((item) => isSick(shared.get(item.name))) ?? registry.shared[0];
  const look = suspect ? withArticle(suspect.name) : 'what all cells share';
  const fleet = together(fallen, counted.length);
  if (fleet) {
    findings.push(toFinding(fleet, counted.length, null, look));
  } else {
    for (const [region, total] of countBy(counted.map((cell) => cell.region))) {
      const group = together(
        fallen.filter((one) => one.region === region),
        total,
      );
      if (group) findings.push(toFinding(group, total, region, 'what they share there'));
    }
  }
  return findings.sort((a, b) => badness(b.health) - badness(a.health) || b.cells.length - a.cells.length);
}

function fall(name: string, region: string, verdict: CellVerdict | undefined): Fallen | null {
  const of = (kind: EvidenceKind) => verdict?.evidence.find((one) => one.kind === kind && !one.held);
  const silent = of('went-silent');
  if (silent) return { name, region, at: silent.since, how: 'silence' };
  const traffic = of('traffic-lost');
  if (traffic) return { name, region, at: traffic.since, how: 'traffic' };
  return verdict?.health === 'critical' ? { name, region, at: verdict.since, how: 'critical' } : null;
}

/** The largest group that fell within five minutes, if it is half of all. */
function together(fallen: readonly Fallen[], total: number): Fallen[] | null {
  if (total < LEAST_CELLS || fallen.length * 2 < total) return null;
  const sorted = fallen.toSorted((a, b) => a.at - b.at);
  let best: Fallen[] = [];
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while ((sorted[to] as Fallen).at - (sorted[from] as Fallen).at > TOGETHER) from++;
    if (to - from + 1 > best.length) best = sorted.slice(from, to + 1);
  }
  return best.length * 2 >= total ? best : null;
}

function toFinding(group: readonly Fallen[], total: number, region: string | null, look: string): Finding {
  const since = (group[0] as Fallen).at;
  const hows = [...countBy(group.map((one) => one.how))].sort((a, b) => b[1] - a[1]);
  const cells = `${count(group.length)} of ${count(total)} cells${region ? ` in ${region}` : ''}`;
  const at = clockTime(since);
  const said = {
    traffic: `Traffic fell in ${cells} at ${at}: look at ${look}.`,
    silence: `${cells} went silent at ${at}: look at ${look}, and at how metrics are sent.`,
    critical: `${cells} turned critical at ${at}: look at ${look}.`,
  };
  return {
    kind: region ? 'region-falling' : 'fleet-falling',
    health: 'critical',
    text: said[hows[0]?.[0] ?? 'critical'],
    since,
    cells: group.map((one) => one.name).sort(),
    region,
  };
}

function sickShared(registry: Registry, shared: ReadonlyMap<string, CellVerdict>): Finding[] {
  return registry.shared.flatMap((item): Finding[] => {
    const verdict = shared.get(item.name);
    if (!isSick(verdict)) return [];
    const name = withArticle(item.name);
    const state = verdict.health === 'no-data' ? 'gives no data' : `is ${verdict.health}`;
    const why = verdict.evidence[0] ? `: ${verdict.evidence[0].text}` : '';
    const text = `${name.charAt(0).toUpperCase()}${name.slice(1)} ${state} since ${clockTime(verdict.since)}${why}. All cells hang on it.`;
    return [{ kind: 'shared-sick', health: verdict.health, text, since: verdict.since, cells: [], region: null }];
  });
}

/** One that still waits for its first read is not sick. */
function isSick(verdict: CellVerdict | undefined): verdict is CellVerdict & { health: Finding['health'] } {
  return verdict !== undefined && verdict.health !== 'healthy' && !(verdict.health === 'no-data' && verdict.memory.lastMinute === -1);
}

/** "the routing layer", but "DNS" and "edge-1" as they are. */
function withArticle(name: string): string {
  return /^[a-z]+( [a-z]+)+$/.test(name) && !name.startsWith('the ') ? `the ${name}` : name;
}

function countBy<K>(keys: readonly K[]): Map<K, number> {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
