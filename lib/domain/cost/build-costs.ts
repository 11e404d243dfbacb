import { drain } from '../drain.ts';
import type { Cell } from '../registry/registry.ts';
import type { CostAnomaly } from './anomaly.ts';
import type { ReleaseArrival } from './around-release.ts';
import { askedSheetSteps, isOfCells } from './asked-sheet.ts';
import { dayText, monthName, monthOf, parseDay } from './calendar.ts';
import { cellsWithoutCost, withCellsWithoutCost } from './cells-without-cost.ts';
import type { CostAsk } from './cost-ask.ts';
import { barsOf, barValues, costChart } from './cost-chart.ts';
import { writeCostHeadline } from './cost-headline.ts';
import type { CostPicture, CostRow, LabelledSpan } from './cost-picture.ts';
import { comparableChange, costRowsSteps, figuresOf, type Judging, wholeMediansSteps } from './cost-rows.ts';
import { allSlotsSteps, type OwnedSlots, type SheetRow, sumSlots } from './cost-sheet.ts';
import { findIdleCells } from './idle-cells.ts';
import type { KnownCosts } from './known-costs.ts';
import { moneyText } from './money.ts';
import { accept, type Parsed } from './parsed.ts';
import { daysIn, type Span, spanLabel } from './period.ts';
import { aroundReleasesSteps, firstEstimated, oneMoreSteps, unclaimedAccounts } from './recent-costs.ts';
import { servedSpan } from './served-span.ts';
import { ServiceChanges } from './service-changes.ts';

/**
 * Everything the Costs page shows of what is known. Refused, with a sentence for a person, where figures do not reach the period,
 * or the organization has no tag that names components.
 */
export function buildCosts(known: KnownCosts, ask: CostAsk, arrivals: readonly ReleaseArrival[] = []): Parsed<CostPicture> {
  return drain(buildCostsSteps(known, ask, arrivals));
}

/** The same in small steps: of 1,000 cells it is half a second's work. */
export function* buildCostsSteps(
  known: KnownCosts,
  ask: CostAsk,
  arrivals: readonly ReleaseArrival[],
): Generator<undefined, Parsed<CostPicture>> {
  const { facts, registry, attribution, traffic } = known;
  const { group, metric, period } = ask;
  const asked = yield* askedSheetSteps(known, ask);
  if (!asked.ok) return asked;
  const { frame, own, spread, bill, sheet } = asked.value;
  const total = sumSlots(bill, frame.period.columns);
  const { compared, whole, week } = frame;
  yield;
  const without = cellsWithoutCost(registry, own, attribution, frame);
  const wholeCosts = new Map(whole ? cellCosts(spread.owned, whole.columns).map(({ cell, cost }) => [cell.name, cost]) : []);
  for (const { cell } of without) wholeCosts.delete(cell.name);
  const bars = barsOf(frame);
  const served = servedSpan(frame, traffic);
  const judging: Judging = {
    frame,
    traffic,
    served,
    bars,
    wholeCosts,
    apart: own.find(({ owner }) => owner.kind === 'apart')?.slots ?? null,
    medians: yield* wholeMediansSteps(registry.cells, wholeCosts, traffic, frame),
    changes: compared
      ? yield* ServiceChanges.steps(frame.timeline, attribution, metric, group, {
          current: compared.current.columns,
          previous: compared.previous.columns,
        })
      : null,
  };
  const counted = yield* costRowsSteps(sheet, total, judging);
  yield;
  const rows: CostRow[] = withCellsWithoutCost(counted, without, group, traffic, served);
  yield;
  const withCost = own.flatMap(({ owner }) => (owner.kind === 'cell' ? [owner.cell] : []));
  const all = figuresOf({ id: 'total', cells: withCost, slots: bill }, total, judging);
  yield;
  const comparable = comparableChange(bill, judging);
  const label = (span: Span): LabelledSpan => ({
    first: dayText(span.first),
    last: dayText(span.last),
    days: daysIn(span),
    label: spanLabel(span, frame.through),
  });
  const estimated = firstEstimated(facts.fetch.estimatedDays, period);
  yield;
  const ofCells = isOfCells(group) ? yield* allCellsSteps(sheet, total, judging) : null;
  const chart = costChart(sheet, bill, bars, frame, estimated === null ? null : parseDay(estimated));
  yield;
  const idle = week ? findIdleCells(cellCosts(own, week.columns), traffic, week) : [];
  yield;
  const unclaimed = unclaimedAccounts(facts, attribution, own, frame.period.columns);
  const waves = registry.waves.map(({ name }) => name);
  const oneMore = yield* oneMoreSteps(facts, attribution, metric, waves, frame.complete);
  const releases = yield* aroundReleasesSteps(facts, attribution, metric, arrivals, traffic, frame.complete);
  yield;

  return accept({
    currency: facts.fetch.currency,
    metric,
    group,
    shared: { asked: ask.shared, done: spread.done, why: spread.why },
    periodText: period.text,
    period: label(period),
    previous: frame.previous && label(frame.previous),
    compared: compared && { current: label(compared.current), previous: label(compared.previous) },
    incompleteFrom: frame.incompleteFrom === null ? null : dayText(frame.incompleteFrom),
    estimatedFrom: estimated,
    fetch: facts.fetch,
    served: { ...label(served), note: served.note },
    headline: writeCostHeadline({
      cost: all.cost,
      projection: all.projection,
      change: comparable,
      without: judging.apart !== null,
      currency: facts.fetch.currency,
      period: label(period),
      kind: period.kind,
      month: monthName(monthOf(period.last), monthOf(frame.through)),
      previous: compared && label(compared.previous),
    }),
    total: { ...all, exact: moneyText(total), spark: barValues(bill, bars) },
    comparableChange: comparable,
    allCells: ofCells,
    rows,
    chart,
    anomalies: anomaliesIn(known.anomalies, period),
    idle,
    unclaimed,
    oneMore: oneMore.cells,
    oneMoreWithout: oneMore.without,
    releases,
  });
}

function cellCosts(owned: readonly OwnedSlots[], columns: Parameters<typeof sumSlots>[1]): { cell: Cell; cost: bigint }[] {
  return owned.flatMap(({ owner, slots }) => (owner.kind === 'cell' ? [{ cell: owner.cell, cost: sumSlots(slots, columns) }] : []));
}

/** What cells alone cost together. */
function* allCellsSteps(sheet: readonly SheetRow[], total: bigint, judging: Judging): Generator<undefined, CostPicture['allCells']> {
  const ofCells = sheet.filter(({ kind }) => kind === 'cell' || kind === 'group');
  const slots = yield* allSlotsSteps(ofCells, judging.frame.timeline.columns.length);
  const cells = ofCells.flatMap((row) => row.cells);
  return { ...figuresOf({ id: 'cells', cells, slots }, total, judging), cells: cells.length };
}

function anomaliesIn(anomalies: readonly CostAnomaly[], period: Span): CostAnomaly[] {
  const first = dayText(period.first);
  const last = dayText(period.last);
  return anomalies.filter((one) => one.firstDay <= last && one.lastDay >= first);
}
