import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import { type Band, mergeBands } from './merge-bands.ts';
import { niceTop } from './nice-top.ts';
import { type ReleaseFlag, releaseFlags } from './release-flags.ts';
import { tickText } from './signal-words.ts';
import { spreadLabels } from './spread-labels.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';

/** The drawing area of every chart, px. The labels outside of it are plain text, so that they stand in the first HTML. */
export const PLOT = { height: 172, top: 22, right: 84, bottom: 22, left: 60 } as const;

interface ChartRow {
  index: number;
  value: number | null;
  peers: number | null;
}

interface DirectLabel {
  kind: 'value' | 'peers' | 'objective';
  text: string;
  /** px from the top of the chart, moved apart so that no two touch. */
  y: number;
}

/** All that one chart shows, ready to draw. */
export interface ChartModel {
  rows: readonly ChartRow[];
  /** Upper end of the scale; the lower is 0. */
  top: number;
  ticks: readonly { y: number; value: number; text: string }[];
  times: readonly TimeTick[];
  bands: readonly Band[];
  flags: readonly ReleaseFlag[];
  labels: readonly DirectLabel[];
  /** Index of the newest point; null when there is none. */
  newest: number | null;
}

const LABEL_GAP = 15;

/** px from the top of the chart at which a value lies. */
function yOf(value: number, top: number): number {
  const room = PLOT.height - PLOT.top - PLOT.bottom;
  return PLOT.top + room * (1 - Math.min(1, Math.max(0, value / top)));
}

/** Turns one series of the view into lines, horizontal lines, bands and labels. Gaps stay gaps. */
export function chartModel(
  view: Pick<CellView, 'start' | 'stepSeconds' | 'range' | 'alarmPeriods' | 'timeline'>,
  series: CellSeriesView,
): ChartModel {
  const rows = series.points.map((value, index) => ({ index, value, peers: series.peers[index] ?? null }));
  const highest = Math.max(0, series.objective ?? 0, ...rows.map((row) => Math.max(row.value ?? 0, row.peers ?? 0)));
  const top = niceTop(highest, series.unit);
  const start = Date.parse(view.start);
  const newest = lastIndex(rows, 'value');
  return {
    rows,
    top,
    ticks: [0, top / 2, top].map((value) => ({ value, y: yOf(value, top), text: value === 0 ? '' : tickText(series.unit, value) })),
    times: timeTicks(start, view.stepSeconds * 1000, rows.length, view.range),
    bands: mergeBands(view.alarmPeriods, start, view.stepSeconds * 1000, rows.length),
    flags: releaseFlags(view.timeline, start, view.stepSeconds * 1000, rows.length),
    labels: directLabels(series, rows, newest, top),
    newest,
  };
}

function directLabels(series: CellSeriesView, rows: readonly ChartRow[], newest: number | null, top: number): readonly DirectLabel[] {
  const labels: DirectLabel[] = [];
  const add = (kind: DirectLabel['kind'], value: number | null | undefined, text: string) => {
    if (value !== null && value !== undefined) labels.push({ kind, text, y: yOf(value, top) });
  };
  add('value', newest === null ? null : rows[newest]?.value, 'this cell');
  const newestPeers = lastIndex(rows, 'peers');
  add('peers', newestPeers === null ? null : rows[newestPeers]?.peers, 'peers');
  add('objective', series.objective, `objective`);
  return spreadLabels(labels, LABEL_GAP, PLOT.top, PLOT.height - PLOT.bottom);
}

function lastIndex(rows: readonly ChartRow[], key: 'value' | 'peers'): number | null {
  for (let index = rows.length - 1; index >= 0; index--) if (rows[index]?.[key] != null) return index;
  return null;
}
