import type { CellView } from '#lib/views/fleet-view.ts';

/** A stretch of the chart in which at least one alarm was ringing. Positions are indices of points, with fractions. */
export interface Band {
  from: number;
  to: number;
  alarms: readonly string[];
}

/** A period is drawn at least this wide, as a share of the chart: five minutes of a week would vanish. */
const LEAST_WIDTH = 0.005;

/** Alarm periods as shaded stretches: cut to the chart, and merged where they overlap, so that none looks darker. */
export function mergeBands(periods: CellView['alarmPeriods'], start: number, step: number, points: number): Band[] {
  const last = points - 1;
  if (last < 1) return [];
  const cut = periods
    .map(({ alarm, from, to }) => ({
      alarm,
      from: Math.max(0, (Date.parse(from) - start) / step),
      to: to === null ? last : (Date.parse(to) - start) / step,
    }))
    // The last point lasts until the next would begin.
    .filter((band) => band.to >= 0 && band.from < last + 1)
    .map((band) => ({ ...band, to: Math.max(band.to, band.from + LEAST_WIDTH * last) }))
    // One at the very end grows to the left.
    .map((band) => (band.to >= last ? { ...band, from: Math.min(band.from, last - LEAST_WIDTH * last), to: last } : band))
    .sort((a, b) => a.from - b.from);
  const bands: { from: number; to: number; alarms: string[] }[] = [];
  for (const { alarm, from, to } of cut) {
    const open = bands.at(-1);
    if (open && from <= open.to) {
      open.to = Math.max(open.to, to);
      if (!open.alarms.includes(alarm)) open.alarms.push(alarm);
    } else bands.push({ from, to, alarms: [alarm] });
  }
  return bands;
}

/** Names of the alarms that rang at some time of one point, which lasts until the next. */
export function ringingAt(
  { alarmPeriods, start, stepSeconds }: Pick<CellView, 'alarmPeriods' | 'start' | 'stepSeconds'>,
  index: number,
): string[] {
  const step = stepSeconds * 1000;
  const begins = Date.parse(start) + index * step;
  const rang = alarmPeriods.filter(({ from, to }) => Date.parse(from) < begins + step && (to === null || Date.parse(to) >= begins));
  return [...new Set(rang.map(({ alarm }) => alarm))];
}
