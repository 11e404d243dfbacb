import type { CellRange } from '#lib/views/fleet-view.ts';

export interface TimeTick {
  /** 0–1 from left to right. */
  x: number;
  text: string;
}

const HOUR = 3_600_000;
const EVERY: Readonly<Record<CellRange, number>> = { '1h': HOUR / 4, '3h': HOUR, '24h': 6 * HOUR, '7d': 48 * HOUR };

/** Where the time axis is labelled, on round UTC times. Labels that would stick out at an end are left out. */
export function timeTicks(start: number, step: number, points: number, range: CellRange): TimeTick[] {
  const span = (points - 1) * step;
  if (span <= 0) return [];
  const every = EVERY[range];
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(start / every) * every; at <= start + span; at += every) {
    const x = (at - start) / span;
    if (x >= 0.05 && x <= 0.95) ticks.push({ x, text: range === '7d' ? dayText(at) : clockText(at) });
  }
  return ticks;
}

/** "02:14", UTC. */
function clockText(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** "Mon 23", UTC. */
function dayText(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
}

/** Since when: the time of the last 24 hours, else the day. UTC. */
export function sinceText(at: number, now: number): string {
  if (now - at < 24 * HOUR) return `${clockText(at)}\u00a0UTC`;
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).replace(' ', '\u00a0');
}

/** The moment of one point, as exact as the range needs: "02:14", "Mon 23 02:15". */
export function pointText(at: number, range: CellRange): string {
  return range === '1h' || range === '3h' ? clockText(at) : `${dayText(at)} ${clockText(at)}`;
}
