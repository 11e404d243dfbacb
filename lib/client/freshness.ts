import type { FleetView, SourceView } from '#lib/views/fleet-view.ts';
import { duration } from './format/times.ts';

const LABELS: Readonly<Record<string, string>> = {
  registry: 'Registry',
  metrics: 'Metrics',
  alarms: 'Alarms',
  pipelines: 'Pipelines',
  versions: 'Versions',
  costs: 'Costs',
  events: 'Events',
};

/** One entry of the freshness bar, in words. */
export interface FreshnessEntry {
  id: string;
  label: string;
  /** "38 s", "23 of 24", "not read yet". */
  told: string;
  /** The first failure, in words; empty when all is well. */
  problem: string;
  well: boolean;
}

/** What the bar says of a source at a moment (epoch ms). */
export function freshnessOf(source: SourceView, now: number): FreshnessEntry {
  const { id, state, observedAt, coverage, failures, note = null } = source;
  const well = state === 'ok' && failures.length === 0 && coverage.ok === coverage.of;
  const age = observedAt === null ? null : duration(now - Date.parse(observedAt));
  const partial = coverage.of > 0 && coverage.ok < coverage.of ? `${coverage.ok} of ${coverage.of}` : null;
  const told = state === 'waiting' ? 'reading for the first time' : [partial, age, note].filter(Boolean).join(' · ') || 'never read';
  const [first] = failures;
  const more = failures.length > 1 ? `, and ${failures.length - 1} more` : '';
  const stale = state === 'stale' ? 'older than it should be' : '';
  const whose = first?.accountId ? `${first.accountId} · ` : '';
  const problem = first ? `${whose}${first.message.replace(/\.$/, '')} · since ${first.since.slice(11, 16)}${more}` : stale;
  return { id, label: LABELS[id] ?? id, told, problem, well: well || state === 'waiting' };
}

/** How many refreshes may be missed before the whole picture counts as old. */
const MISSED = 3;

/** Age of the picture in words when it is older than it should be although the server answers; null when it is not. */
export function oldPicture(view: Pick<FleetView, 'observedAt' | 'refreshSeconds'>, now: number): string | null {
  const age = now - Date.parse(view.observedAt);
  return age > Math.max(MISSED * view.refreshSeconds, 15) * 1000 ? duration(age) : null;
}
