'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { cellFailures } from '#lib/client/cell/cell-failures.ts';
import { parseRange } from '#lib/client/cell/parse-range.ts';
import { sickCells, sickNeighbour } from '#lib/client/cell/sick-cells.ts';
import { useCell } from '#lib/client/cell/use-cell.ts';
import { useCellKeys } from '#lib/client/cell/use-cell-keys.ts';
import { CrosshairContext, createCrosshair } from '#lib/client/cell/use-crosshair.ts';
import type { CellView } from '#lib/views/fleet-view.ts';
import { AlarmList } from './alarm-list.tsx';
import { CellCosts } from './cell-costs.tsx';
import { CellFacts } from './cell-facts.tsx';
import { CellHeader } from './cell-header.tsx';
import { CellNotices } from './cell-notices.tsx';
import styles from './cell-page.module.css';
import { CellTimeline } from './cell-timeline.tsx';
import { CellVersions } from './cell-versions.tsx';
import { CellWalk } from './cell-walk.tsx';
import { ChartNotes } from './chart-notes.tsx';
import { ConsoleLinks } from './console-links.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { RangePicker } from './range-picker.tsx';
import { SignalPanel } from './signal-panel.tsx';
import { SourceFailures } from './source-failures.tsx';

/** The Cell page: what is wrong, since when, and what the figures say. @param first the view that came with the page */
export function CellPage({ first }: { first: CellView }) {
  const range = parseRange(useSearchParams()?.get('range'));
  const { view, cell, fleet, inRange, problem, retry } = useCell(first, range);
  const [crosshair] = useState(createCrosshair);
  const sick = sickCells(fleet?.cells ?? []);
  const next = sickNeighbour(sick, cell.name, 1);
  const before = sickNeighbour(sick, cell.name, -1);
  useCellKeys(next, before);
  // In another range the same index is another moment.
  useEffect(() => crosshair.set(null), [crosshair, view.range]);
  const failures = cellFailures(view.sources, cell);
  return (
    <CrosshairContext value={crosshair}>
      <div className={styles.page}>
        <CellWalk position={sick.indexOf(cell.name)} of={sick.length} next={next} before={before} />
        <CellHeader cell={cell} facts={view.facts} />
        <CellNotices view={view} problem={problem} retry={retry} />
        <div className={styles.columns}>
          <div className={styles.main}>
            <EvidenceList cell={cell} />
            <section className={styles.signals} aria-label="Golden signals">
              <RangePicker name={cell.name} range={range} />
              {inRange && view.notes.length > 0 && <ChartNotes notes={view.notes} pending={view.pending} />}
              <div className={styles.charts} aria-busy={!inRange}>
                {view.series.map((series) => (
                  <SignalPanel key={series.signal} view={view} series={series} waiting={!inRange} />
                ))}
              </div>
            </section>
            <AlarmList alarms={view.alarms} counts={view.alarmCounts} read={view.alarmRead} />
          </div>
          <aside className={styles.side} aria-label="About this cell">
            {failures.length > 0 && <SourceFailures failures={failures} />}
            <CellVersions versions={view.versions} />
            <CellTimeline events={view.timeline} cell={cell} range={view.range} />
            <CellCosts name={cell.name} />
            <CellFacts cell={cell} facts={view.facts} />
            <ConsoleLinks links={view.links} />
          </aside>
        </div>
      </div>
    </CrosshairContext>
  );
}
