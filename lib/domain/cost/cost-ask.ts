import { suggest } from '../document/suggest.ts';
import type { Day } from './calendar.ts';
import { COST_METRICS, type CostMetric } from './cost-facts.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { DEFAULT_PERIOD, type Period, parsePeriod } from './period.ts';

export const COST_GROUPS = ['cell', 'wave', 'region', 'environment', 'cloud', 'component', 'service'] as const;
/** What rows are made of. */
export type CostGroup = (typeof COST_GROUPS)[number];

export const SPREADS = ['apart', 'traffic', 'evenly'] as const;
/** Shared costs: apart, or spread over the cells by their traffic or evenly. */
export type Spread = (typeof SPREADS)[number];

/** All that a person chooses on the page; the address carries it. */
export interface CostAsk {
  period: Period;
  group: CostGroup;
  metric: CostMetric;
  shared: Spread;
}

/** As a person writes it. */
export type CostAskWords = Partial<Record<keyof CostAsk, string | undefined>>;

/** Reads what the address asks for; what it does not name is default. An unknown word is refused with the list of known ones. */
export function parseCostAsk(query: CostAskWords, known: { today: Day; through: Day }): Parsed<CostAsk> {
  const group = oneOf(query.group ?? 'cell', COST_GROUPS, 'group');
  if (!group.ok) return group;
  const metric = oneOf(query.metric ?? 'net-amortized', COST_METRICS, 'cost');
  if (!metric.ok) return metric;
  const shared = oneOf(query.shared ?? 'apart', SPREADS, 'way to spread shared costs');
  if (!shared.ok) return shared;
  const period = parsePeriod(query.period ?? DEFAULT_PERIOD, known);
  if (!period.ok) return period;
  return accept({ period: period.value, group: group.value, metric: metric.value, shared: shared.value });
}

function oneOf<T extends string>(word: string, known: readonly T[], what: string): Parsed<T> {
  if (known.includes(word as T)) return accept(word as T);
  const list = `${known.slice(0, -1).join(', ')} or ${known[known.length - 1]}`;
  return refuse(`"${word.slice(0, 40)}" is no ${what}: choose ${list}${suggest(word, known) || '.'}`);
}
