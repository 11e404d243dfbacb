import type { Cell } from '../registry/registry.ts';
import type { CostAnomaly } from './anomaly.ts';
import type { ReleaseArrival } from './around-release.ts';
import { askedSheet, isOfCells } from './asked-sheet.ts';
import { dayText, monthName, monthOf, parseDay } from './calendar.ts';
import { cellsWithoutCost, withCellsWithoutCost } from './cells-without-cost.ts';
import type { CostAsk } from './cost-ask.ts';
import { barsOf, barValues, costChart } from './cost-chart.ts';
import { writeCostHeadline } from './cost-headline.ts';
import type { CostPicture, CostRow, LabelledSpan } from './cost-picture.ts';
import { comparableChange, costRows, figuresOf, type Judging, wholeMedians } from './cost-rows.ts';
import { addSlots, type OwnedSlots, type SheetRow, sumSlots } from './cost-sheet.ts';
import { findIdleCells } from './idle-cells.ts';
import type { KnownCosts } from './known-costs.ts';
import { moneyText } from './money.ts';
import { accept, type Parsed } from './parsed.ts';
import { daysIn, type Span, spanLabel } from './period.ts';
import { aroundReleases, firstEstimated, oneMoreOf, unclaimedAccounts } from './recent-costs.ts';
import { ServiceChanges } from './service-changes.ts';

/**
 * Everything the Costs page shows of what is known. Refused, with a sentence for a person, where figures do not reach the period,
 * or the organization has no tag that names components.
 */
export function buildCosts(known: KnownCosts, ask: CostAsk, arrivals: readonly ReleaseArrival[] = []): Parsed<CostPicture> {
  const { facts, registry, attribution, traffic } = known;
  const { group, metric, period } = ask;
  const asked = askedSheet(known, ask);
  if (!asked.ok) return asked;
  const { frame, own, spread, bill, sheet } = asked.value;
  const total = sumSlots(bill, frame.period.columns);
  const { compared, whole, week } = frame;
  const without = cellsWithoutCost(registry, own, attribution, frame);
  const wholeCosts = new Map(whole ? cellCosts(spread.owned, whole.columns).map(({ cell, cost }) => [cell.name, cost]) : []);
  for (const { cell } of without) wholeCosts.delete(cell.name);
  const bars = barsOf(frame);
  const judging: Judging = {
    frame,
    traffic,
    bars,
    wholeCosts,
    apart: own.find(({ owner }) => owner.kind === 'apart')?.slots ?? null,
    medians: wholeMedians(registry.cells, wholeCosts, traffic, frame),
    changes: compared
      ? new ServiceChanges(frame.timeline, attribution, metric, group, {
          current: compared.current.columns,
          previous: compared.previous.columns,
        })
      : null,
  };
  const rows: CostRow[] = withCellsWithoutCost(costRows(sheet, total, judging), without, group, traffic, frame);
  const withCost = own.flatMap(({ owner }) => (owner.kind === 'cell' ? [owner.cell] : []));
  const all = figuresOf({ id: 'total', cells: withCost, slots: bill }, total, judging);
  const comparable = comparableChange(bill, judging);
  const label = (span: Span): LabelledSpan => ({
    first: dayText(span.first),
    last: dayText(span.last),
    days: daysIn(span),
    label: spanLabel(span, frame.through),
  });
  const estimated = firstEstimated(facts.fetch.estimatedDays, period);

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
    allCells: isOfCells(group) ? allCells(sheet, total, judging) : null,
    rows,
    chart: costChart(sheet, bill, bars, frame, estimated === null ? null : parseDay(estimated)),
    anomalies: anomaliesIn(known.anomalies, period),
    idle: week ? findIdleCells(cellCosts(own, week.columns), traffic, week) : [],
    unclaimed: unclaimedAccounts(facts, attribution, own, frame.period.columns),
    oneMore: oneMoreOf(
      facts,
      attribution,
      metric,
      registry.waves.map(({ name }) => name),
      frame.complete,
    ),
    releases: aroundReleases(facts, attribution, metric, arrivals, traffic, frame.complete),
  });
}

function cellCosts(owned: readonly OwnedSlots[], columns: Parameters<typeof sumSlots>[1]): { cell: Cell; cost: bigint }[] {
  return owned.flatMap(({ owner, slots }) => (owner.kind === 'cell' ? [{ cell: owner.cell, cost: sumSlots(slots, columns) }] : []));
}

/** What cells alone cost together. */
function allCells(sheet: readonly SheetRow[], total: bigint, judging: Judging): CostPicture['allCells'] {
  const ofCells = sheet.filter(({ kind }) => kind === 'cell' || kind === 'group');
  const slots = new BigInt64Array(judging.frame.timeline.columns.length);
  for (const row of ofCells) addSlots(slots, row.slots);
  const cells = ofCells.flatMap((row) => row.cells);
  return { ...figuresOf({ id: 'cells', cells, slots }, total, judging), cells: cells.length };
}

function anomaliesIn(anomalies: readonly CostAnomaly[], period: Span): CostAnomaly[] {
  const first = dayText(period.first);
  const last = dayText(period.last);
  return anomalies.filter((one) => one.firstDay <= last && one.lastDay >= first);
}
