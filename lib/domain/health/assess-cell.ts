import type { Registry } from '../registry/registry.ts';
import { judgeAlarms } from './alarm.ts';
import { judgeErrorBudget } from './error-budget.ts';
import { badness, settle } from './hysteresis.ts';
import { judgeLatency } from './latency.ts';
import { judgeMissing } from './missing.ts';
import { judgeOutOfLine } from './out-of-line.ts';
import type { Peers } from './peers.ts';
import { errorsAt, type Reading, requestsAt } from './reading.ts';
import { judgeSaturation } from './saturation.ts';
import { seenBefore, standingOf } from './seen-before.ts';
import { sicknessOnset } from './sickness-onset.ts';
import { measureTraffic, type Traffic } from './traffic.ts';
import { judgeTrafficLost } from './traffic-lost.ts';
import type { CellVerdict, Evidence, EvidenceKind, Health, HealthMemory, SeenBefore } from './verdict.ts';
import { judgeWentSilent } from './went-silent.ts';

export interface Assessment {
  reading: Reading;
  traffic: Traffic;
  peers: Peers;
  patterns: Registry['alarms'];
  now: number;
  previous: CellVerdict | null;
}

/** Which evidence leads when two are equally bad: what tells most about the cause first. */
const ORDER: readonly EvidenceKind[] = [
  'went-silent',
  'traffic-lost',
  'error-budget',
  'latency',
  'saturation',
  'alarm',
  'out-of-line',
  'missing',
];

/** All rules on one cell (or shared item), then hysteresis. Assessing a minute twice gives the same verdict. */
export function assessCell(assessment: Assessment): CellVerdict {
  const { reading, traffic, peers, patterns, now, previous } = assessment;
  const missing = judgeMissing(reading, now);
  const standing = [
    judgeWentSilent(reading, traffic, peers, now),
    judgeTrafficLost(reading, traffic, peers),
    judgeErrorBudget(reading),
    judgeLatency(reading),
    judgeSaturation(reading),
    ...judgeAlarms(reading, patterns, now),
    ...judgeOutOfLine(reading, peers.wave),
    missing?.evidence ?? null,
  ].filter((one) => one !== null);
  const since: Record<string, number> = {};
  const evidence = standing.map((one) => remembered(one, previous?.memory.since, since));
  const raw = worstOf(evidence);

  const before = standingOf(previous);
  const shown = before?.health ?? raw;
  const { health, goodMinutes, lastMinute, held } = settle(raw, before, reading.minute, (minute) =>
    isWhole(reading, minute) ? minute === reading.minute || badness(ownHealth(assessment, minute)) < badness(shown) : null,
  );
  if (held && before) evidence.push(...heldEvidence(before, evidence));
  evidence.sort(byWeight);

  const waits = raw === 'no-data' && health === 'no-data' && missing?.waiting === true;
  const began = evidence.filter((one) => one.health === health && !one.informs).map((one) => one.since);
  return {
    health,
    since:
      previous?.health === health
        ? previous.since
        : changedAt(health, before !== null && before.health !== 'healthy', now, began, previous),
    evidence,
    memory: {
      goodMinutes,
      lastMinute: waits ? -1 : lastMinute,
      baseline: freeze(traffic),
      since,
      onset: sicknessOnset(health, evidence, (before && previous?.memory.onset) ?? null, now),
      ...seenBefore(before, health, evidence),
    },
    baselinePerMinute: carried(traffic, health, previous),
  };
}

/** When a cell's health changed: from well, as early as its evidence began; from one sickness to another, now. */
function changedAt(health: Health, wasSick: boolean, now: number, began: readonly number[], previous: CellVerdict | null): number {
  if (health === 'healthy' || wasSick) return now;
  return Math.max(previous?.since ?? 0, Math.min(now, ...began));
}

function worstOf(evidence: readonly Evidence[]): Health {
  let worst: Health = 'healthy';
  for (const one of evidence) if (!one.informs && badness(one.health) > badness(worst)) worst = one.health;
  return worst;
}

/** Evidence that stands keeps the start it was first seen with. */
function remembered(evidence: Evidence, known: HealthMemory['since'] | undefined, since: Record<string, number>): Evidence {
  const key = `${evidence.kind}:${evidence.health}:${evidence.signal ?? ''}${evidence.informs ? ':informs' : ''}`;
  const began = Math.min(evidence.since, known?.[key] ?? Number.POSITIVE_INFINITY);
  since[key] = began;
  return began === evidence.since ? evidence : { ...evidence, since: began };
}

/** What the rules that only need the cell's own minutes say of an earlier one. */
function ownHealth({ reading, traffic, peers, previous }: Assessment, minute: number): Health {
  const frozen = previous?.memory.baseline ?? null;
  const then = frozen ? measureTraffic(reading, frozen, minute) : traffic;
  return worstOf(
    [
      judgeErrorBudget(reading, minute),
      judgeLatency(reading, minute),
      judgeSaturation(reading, minute),
      frozen ? judgeTrafficLost(reading, then, peers) : null,
    ].filter((one) => one !== null),
  );
}

/** Whether each expected signal has its say in that minute: a minute without data is not a good one. */
function isWhole(reading: Reading, minute: number): boolean {
  const { signals } = reading.subject;
  if (minute > reading.fetched || minute < 0) return false;
  const requests = requestsAt(reading, minute);
  if (signals.requests && Number.isNaN(requests)) return false;
  if (signals.errors && Number.isNaN(errorsAt(reading, minute))) return false;
  return (['latency', 'saturation'] as const).every((signal) => {
    const definition = signals[signal];
    if (!definition || !Number.isNaN(reading[signal]?.at(minute) ?? Number.NaN)) return true;
    return definition.whenMissing === 'zero' || (definition.whenMissing === 'ignore' && requests === 0);
  });
}

/** What made the state that is still shown, told as such until the good minutes have passed. */
function heldEvidence(previous: SeenBefore, standing: readonly Evidence[]): Evidence[] {
  const stands = new Set(standing.filter((one) => one.health === previous.health).map((one) => one.kind));
  return previous.evidence
    .filter((one) => one.health === previous.health && !one.informs && !stands.has(one.kind))
    .map((one) => (one.held ? one : { ...one, held: true, detail: `${one.detail} It stays shown until three good minutes have passed.` }));
}

function byWeight(a: Evidence, b: Evidence): number {
  return Number(a.informs) - Number(b.informs) || badness(b.health) - badness(a.health) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
}

function freeze(traffic: Traffic): HealthMemory['baseline'] {
  return traffic.lost && traffic.baseline !== null && traffic.onset !== null ? { onset: traffic.onset, perMinute: traffic.baseline } : null;
}

/** While sick, a cell weighs what it carried before. */
function carried(traffic: Traffic, health: Health, previous: CellVerdict | null): number | null {
  if (health === 'healthy') return traffic.recent ?? previous?.baselinePerMinute ?? null;
  return previous?.baselinePerMinute ?? traffic.baseline ?? traffic.recent;
}
