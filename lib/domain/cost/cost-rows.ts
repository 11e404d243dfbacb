import type { Cell } from '../registry/registry.ts';
import { roundTogether } from './apportion.ts';
import { firstDayOf, lastDayOf, monthOf } from './calendar.ts';
import { type barsOf, barValues } from './cost-chart.ts';
import type { Frame } from './cost-frame.ts';
import type { CostChange, CostFigures, CostRow, RowUnit } from './cost-picture.ts';
import { type SheetRow, sumSlots, withoutSlots } from './cost-sheet.ts';
import { centsText, type Money, moneyNumber, moneyRatio } from './money.ts';
import { servedWell } from './month-budget.ts';
import type { Span } from './period.ts';
import { addProjections, projectMonth, projectMonthly } from './project-month.ts';
import type { ServiceChanges } from './service-changes.ts';
import type { TrafficDays } from './traffic-days.ts';
import { awayFrom, type UnitCost, unitCost, waveMedians } from './unit-cost.ts';

/** What rows are judged with. */
export interface Judging {
  frame: Frame;
  traffic: TrafficDays;
  /** The days of which availability and budget are told. */
  served: Span;
  /** Null where nothing is compared. */
  changes: ServiceChanges | null;
  bars: ReturnType<typeof barsOf>;
  /** By cell: what it cost on the period's complete days, shared costs included where they are spread. */
  wholeCosts: ReadonlyMap<string, Money>;
  medians: ReadonlyMap<string, Money>;
  /** Tax, support and credits, where they are told apart; null where they are not. */
  apart: BigInt64Array | null;
}

/** In small steps. */
export function* wholeMediansSteps(
  cells: readonly Cell[],
  costs: ReadonlyMap<string, Money>,
  traffic: TrafficDays,
  { whole }: Frame,
): Generator<undefined, Map<string, Money>> {
  if (!whole) return new Map();
  const known: Parameters<typeof waveMedians>[0][number][] = [];
  for (const cell of cells) {
    yield;
    const cost = costs.get(cell.name);
    if (cost !== undefined) known.push({ cell, unit: unitCost([{ cell, cost }], traffic, whole) });
  }
  return waveMedians(known);
}

/** The rows of a sheet with all figures, in small steps; their costs, to the cent, add up to the total's. */
export function* costRowsSteps(sheet: readonly SheetRow[], total: Money, judging: Judging): Generator<undefined, CostRow[]> {
  const { frame, bars } = judging;
  const costs = roundTogether(sheet.map(({ slots }) => sumSlots(slots, frame.period.columns)));
  const { previous } = frame;
  const before = previous && roundTogether(sheet.map(({ slots }) => sumSlots(slots, previous.columns)));
  const rows: CostRow[] = [];
  for (const [at, row] of sheet.entries()) {
    yield;
    const [cell] = row.kind === 'cell' ? row.cells : [];
    rows.push({
      ...figuresOf(row, total, judging),
      cost: centsText(costs[at] as Money),
      previous: before && centsText(before[at] as Money),
      id: row.id,
      kind: row.kind,
      name: row.name,
      wave: cell?.wave ?? null,
      state: cell?.state ?? null,
      cells: row.cells.length,
      withoutCost: 0,
      parts: row.parts,
      why: null,
      spark: barValues(row.slots, bars),
    });
  }
  return rows;
}

/** All figures of some slots. */
export function figuresOf(row: Pick<SheetRow, 'id' | 'cells' | 'slots'>, total: Money, judging: Judging): CostFigures & { cost: string } {
  const { frame, traffic, served } = judging;
  const cost = sumSlots(row.slots, frame.period.columns);
  return {
    cost: centsText(cost),
    previous: frame.previous && centsText(sumSlots(row.slots, frame.previous.columns)),
    change: changeOf(row, judging, row.id === 'total'),
    share: moneyRatio(cost, total),
    projection: projectionOf(row, judging),
    unit: row.cells.length > 0 ? unitOf(row.cells, judging) : null,
    served: servedWell(row.cells, traffic, served),
  };
}

/** What changed but for tax, support and credits, where they are told apart: those come when they come. */
export function comparableChange(bill: BigInt64Array, judging: Judging): CostChange | null {
  return changeOf({ id: 'comparable', slots: judging.apart ? withoutSlots(bill, judging.apart) : bill }, judging, true);
}

function changeOf({ id, slots }: Pick<SheetRow, 'id' | 'slots'>, { frame, changes }: Judging, ofAll: boolean): CostChange | null {
  if (!frame.compared || !changes) return null;
  const before = sumSlots(slots, frame.compared.previous.columns);
  const amount = sumSlots(slots, frame.compared.current.columns) - before;
  const because = ofAll ? changes.explainAll(amount, id === 'total') : changes.explainRow(id, amount);
  return { amount: centsText(amount), ratio: before > 0n ? moneyRatio(amount, before) : null, because };
}

/** The open month's end; only of a period that reaches to the last day with figures. */
function projectionOf({ id, slots }: Pick<SheetRow, 'id' | 'slots'>, { frame, apart }: Judging): CostFigures['projection'] {
  if (frame.period.last !== frame.through) return null;
  if (!apart || (id !== 'apart' && id !== 'total')) return fromRunRate(slots, frame);
  const monthly = ofMonthlyCharges(apart, frame);
  return id === 'apart' ? monthly : addProjections(fromRunRate(withoutSlots(slots, apart), frame), monthly);
}

function fromRunRate(slots: BigInt64Array, { timeline, through, complete }: Frame): CostFigures['projection'] {
  const first = timeline.columns.findIndex((column) => column.first === column.last);
  const firstDay = timeline.columns[first]?.first;
  if (firstDay === undefined) return null;
  const costOf = (day: number) => moneyNumber(slots[first + day - firstDay] ?? 0n);
  return projectMonth(costOf, { first: firstDay, last: through }, complete, monthOf(through));
}

function ofMonthlyCharges(slots: BigInt64Array, { timeline, through }: Frame): CostFigures['projection'] {
  const month = monthOf(through);
  const soFar = timeline.range({ first: firstDayOf(month), last: through });
  const before = timeline.range({ first: firstDayOf(month - 1), last: lastDayOf(month - 1) });
  return soFar && projectMonthly(moneyNumber(sumSlots(slots, soFar)), before && moneyNumber(sumSlots(slots, before)));
}

function unitOf(cells: readonly Cell[], { frame, traffic, wholeCosts, medians }: Judging): RowUnit {
  const costs = cells.flatMap((cell) => {
    const cost = wholeCosts.get(cell.name);
    return cost === undefined ? [] : [{ cell, cost }];
  });
  const unit: UnitCost = frame.whole
    ? unitCost(costs, traffic, frame.whole)
    : { perMillion: null, why: 'no day of the period is complete yet', leftOut: 0 };
  const waves = new Set(cells.map(({ wave }) => wave));
  const [wave] = waves;
  const middle = waves.size === 1 && wave ? (medians.get(wave) ?? null) : null;
  return {
    perMillion: unit.perMillion === null ? null : centsText(unit.perMillion),
    why: unit.why,
    waveMedian: middle === null ? null : centsText(middle),
    away: awayFrom(unit, middle),
    leftOut: unit.leftOut,
  };
}
