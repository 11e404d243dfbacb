'use client';

import dynamic from 'next/dynamic';
import type { KeyboardEvent, PointerEvent } from 'react';
import { type ChartModel, PLOT } from '#lib/client/cell/chart-model.ts';
import { ringingAt } from '#lib/client/cell/merge-bands.ts';
import { signalFigure } from '#lib/client/cell/signal-words.ts';
import { pointText } from '#lib/client/cell/time-ticks.ts';
import { useCrosshair } from '#lib/client/cell/use-crosshair.ts';
import { joined } from '#lib/client/format/figures.ts';
import { keyTarget } from '#lib/client/key-target.ts';
import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import styles from './signal-chart.module.css';

// Recharts is heavier than the rest of the page: the frame, the labels and the figures stand before it is here.
const SignalLines = dynamic(() => import('./signal-lines.tsx').then((module) => module.SignalLines), { ssr: false });

/** Height of a line of words beside the flags, px. */
const FLAG_LINE = 15;

/** One signal over time. Its lines come later; everything else is in the first HTML, in the same place. */
export function SignalChart({
  title,
  view,
  series,
  model,
  waiting,
}: {
  title: string;
  view: CellView;
  series: CellSeriesView;
  model: ChartModel;
  waiting: boolean;
}) {
  const [looked, look] = useCrosshair();
  const last = model.rows.length - 1;
  const index = looked ?? model.newest ?? last;

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    look(Math.max(0, Math.min(last, Math.round(((event.clientX - box.left) / box.width) * last))));
  }

  function onKey(event: KeyboardEvent) {
    const to = keyTarget(event.key, index, last);
    if (to === undefined) return;
    // Esc closes the crosshair first, and leaves the page only when there is none.
    if (to === null && looked === null) return;
    event.preventDefault();
    event.stopPropagation();
    look(to);
  }

  return (
    <div className={waiting ? `${styles.chart} ${styles.waiting}` : styles.chart} style={{ height: PLOT.height }}>
      <SignalLines model={model} objective={series.objective} />
      {model.ticks.map(({ y, value, text }) => (
        <span key={value} className={styles.tick} style={{ top: y }}>
          {text}
        </span>
      ))}
      {model.labels.map(({ kind, text, y }) => (
        <span key={kind} className={`${styles.label} ${styles[kind]}`} style={{ top: y }}>
          {text}
        </span>
      ))}
      <div
        className={styles.plot}
        style={{ left: PLOT.left, right: PLOT.right, top: PLOT.top, bottom: PLOT.bottom }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: moment looked at`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={valueText(view, series, index)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => event.pointerType === 'mouse' && look(null)}
        onKeyDown={onKey}
      >
        {model.bands.map(({ from, to }) => (
          <span key={from} className={styles.band} style={{ left: `${(50 * (from + to)) / last}%` }} aria-hidden="true">
            {(to - from) / last > 0.2 ? '▲ in alarm' : '▲'}
          </span>
        ))}
        {model.flags.map(({ at, texts, side, row }) => (
          <span key={at} className={styles.flag} style={{ left: `${(100 * at) / last}%` }} title={texts.join(', ')}>
            <span className={`${styles.flagText} ${styles[side]}`} style={{ bottom: 2 + row * FLAG_LINE }}>
              {texts.length === 1 ? texts[0] : `${texts.length} releases`}
            </span>
          </span>
        ))}
        {looked !== null && last > 0 ? <span className={styles.crosshair} style={{ left: `${(100 * looked) / last}%` }} /> : null}
      </div>
      <div className={styles.times} style={{ left: PLOT.left, right: PLOT.right }} aria-hidden="true">
        {model.times.map(({ x, text }) => (
          <span key={x} style={{ left: `${100 * x}%` }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The moment and its figures, for people who hear the chart. */
function valueText(view: CellView, { unit, points, peers }: CellSeriesView, index: number): string {
  const at = Date.parse(view.start) + index * view.stepSeconds * 1000;
  const value = points[index] ?? null;
  const median = peers[index] ?? null;
  const own = value === null ? 'no data' : joined(signalFigure(unit, value));
  const ringing = ringingAt(view, index);
  const beside = [
    median === null ? '' : `, peers ${joined(signalFigure(unit, median))}`,
    ringing.length === 0 ? '' : `; in alarm: ${ringing.join(', ')}`,
  ];
  return `${pointText(at, view.range)} UTC: ${own}${beside.join('')}`;
}
