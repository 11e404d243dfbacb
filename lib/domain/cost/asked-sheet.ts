import { drain } from '../drain.ts';
import type { Attribution } from './attribution.ts';
import type { CostAsk, CostGroup } from './cost-ask.ts';
import type { CostFacts } from './cost-facts.ts';
import { type Frame, frameOf } from './cost-frame.ts';
import {
  allSlotsSteps,
  groupComponentsSteps,
  groupOwnersSteps,
  groupServicesSteps,
  type OwnedSlots,
  ROW_KINDS,
  type SheetRow,
  slotsByOwnerSteps,
  sumSlots,
} from './cost-sheet.ts';
import type { KnownCosts } from './known-costs.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { type Spreading, spreadSharedSteps } from './spread-shared.ts';

/** What is asked for, as exact amounts by row. */
export interface AskedSheet {
  frame: Frame;
  /** What each owner was charged, shared costs apart. */
  own: readonly OwnedSlots[];
  /** The same with shared costs spread as asked. */
  spread: Spreading;
  /** All of it. */
  bill: BigInt64Array;
  /** Rows by cost, what is apart behind. */
  sheet: SheetRow[];
}

/** Whether rows are made of cells; else they are of the whole bill. */
export function isOfCells(group: CostGroup): boolean {
  return group !== 'service' && group !== 'component';
}

/** The rows of what is asked; refused where figures do not reach the period, or no tag names components. */
export function askedSheet(known: KnownCosts, ask: CostAsk): Parsed<AskedSheet> {
  return drain(askedSheetSteps(known, ask));
}

/** The same in small steps. */
export function* askedSheetSteps({ facts, attribution, traffic }: KnownCosts, ask: CostAsk): Generator<undefined, Parsed<AskedSheet>> {
  const { group, metric, period } = ask;
  if (group === 'component' && !facts.components) {
    return refuse('Costs by component need a cost allocation tag that names them: no such tag is set up.');
  }
  const framed = frameOf(facts, period);
  if (!framed.ok) return framed;
  const frame = framed.value;
  const own = yield* slotsByOwnerSteps(frame.timeline, attribution, metric);
  const whole = `Shared costs are not spread by ${group}: rows are of the whole bill.`;
  const spread = isOfCells(group)
    ? yield* spreadSharedSteps(own, ask.shared, traffic, frame.whole ?? frame.period)
    : { owned: own, done: 'apart' as const, why: ask.shared === 'apart' ? null : whole };
  const bill = yield* allSlotsSteps(own, frame.timeline.columns.length);
  const sheet = inOrder(yield* sheetSteps(group, spread.owned, bill, facts, attribution, ask, frame), frame);
  return accept({ frame, own, spread, bill, sheet });
}

function* sheetSteps(
  group: CostGroup,
  owned: readonly OwnedSlots[],
  bill: BigInt64Array,
  { components }: CostFacts,
  attribution: Attribution,
  { metric }: CostAsk,
  { timeline }: Frame,
): Generator<undefined, SheetRow[]> {
  if (group === 'service') return yield* groupServicesSteps(timeline, attribution, metric);
  if (group === 'component' && components) return yield* groupComponentsSteps(components, timeline, bill, metric);
  return yield* groupOwnersSteps(owned, group);
}

/** By cost, what is apart behind. */
function inOrder(sheet: readonly SheetRow[], { period }: Frame): SheetRow[] {
  const rank = (row: SheetRow) => Math.max(1, ROW_KINDS.indexOf(row.kind));
  return sheet
    .map((row) => ({ row, cost: sumSlots(row.slots, period.columns) }))
    .sort((a, b) => rank(a.row) - rank(b.row) || (a.cost === b.cost ? a.row.name.localeCompare(b.row.name) : a.cost > b.cost ? -1 : 1))
    .map(({ row }) => row);
}
