'use client';

import { FigureText } from '#components/ui/figure-text.tsx';
import type { ChartModel } from '#lib/client/cell/chart-model.ts';
import { ringingAt } from '#lib/client/cell/merge-bands.ts';
import { signalFigure } from '#lib/client/cell/signal-words.ts';
import { pointText } from '#lib/client/cell/time-ticks.ts';
import { useCrosshair } from '#lib/client/cell/use-crosshair.ts';
import { joined } from '#lib/client/format/figures.ts';
import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import styles from './signal-readout.module.css';

/** The figures at the crosshair; without one, the newest. */
export function SignalReadout({
  view,
  series,
  model,
  waiting,
}: {
  view: CellView;
  series: CellSeriesView;
  model: ChartModel;
  waiting: boolean;
}) {
  const [looked] = useCrosshair();
  const index = looked ?? model.newest ?? model.rows.length - 1;
  const row = model.rows[index];
  const at = Date.parse(view.start) + index * view.stepSeconds * 1000;
  // A figure of long ago must not pass for the present one.
  const silentMinutes = model.newest === null ? 0 : ((model.rows.length - 1 - model.newest) * view.stepSeconds) / 60;
  const old = looked === null && silentMinutes >= Math.max(view.facts.objectives.noDataAfterMinutes, view.stepSeconds / 30);
  const alarms = ringingAt(view, index).map((name) => name.replace(`${view.cell.name}-`, ''));
  const isLong = view.range === '24h' || view.range === '7d';
  // Both do not fit; the objective stands in the chart as well.
  const ringing = looked !== null && alarms.length > 0;
  return (
    <p className={[styles.line, waiting && styles.waiting, (isLong || old) && styles.long].filter(Boolean).join(' ')}>
      <strong className={old ? `${styles.value} ${styles.old}` : styles.value}>
        <FigureText value={signalFigure(series.unit, row?.value ?? null)} />
      </strong>
      {row?.peers == null ? null : <span>peers {joined(signalFigure(series.unit, row.peers))}</span>}
      {series.objective === null || ringing ? null : (
        <span className={styles.objective}>objective {joined(signalFigure(series.unit, series.objective))}</span>
      )}
      {ringing ? <span className={styles.alarm}>{alarms.join(', ')}</span> : null}
      <span className={old ? `${styles.at} ${styles.late}` : styles.at}>
        {old ? 'last point ' : ''}
        {pointText(at, view.range)}
      </span>
    </p>
  );
}
