import type { Registry } from '#lib/domain/registry/registry.ts';
import { HOUR, MINUTE } from '#lib/domain/series.ts';
import type { World } from '#simulator/world/types.ts';
import { rawPoints } from './drive-world.ts';

/*
 * Says from the raw points alone when a rule of the health table can first be satisfied. Written for being obvious, not fast,
 * and shares no code with the rules it checks.
 */

type Points = Record<'requests' | 'errors' | 'latency' | 'saturation', Map<number, number>>;

interface Place {
  name: string;
  wave: string | null;
  points: Points;
  hours: Map<number, number>;
  hourErrors: Map<number, number>;
}

/** What the rules can say of a cell in the minutes up to and with `minute`: the reasons for each state. */
export interface Answer {
  degraded: string[];
  critical: string[];
}

/** Reads the points of all cells in service between two minutes, and answers for one cell. */
export function askOracle(world: World, registry: Registry, cell: string, from: number, to: number): (minute: number) => Answer {
  const places = registry.cells
    .filter((one) => one.state === 'in-service')
    .map((one): Place => {
      const where = { accountId: one.accountId ?? '100000000002', region: one.region, cell: one.name };
      const read = (signal: keyof Points, step: number, first: number, last: number) => {
        const definition = registry.metrics.signals[signal];
        return definition ? rawPoints(world, where, definition, step, first, last) : new Map<number, number>();
      };
      const minutes = (signal: keyof Points) => read(signal, MINUTE, from - 400, to);
      const hour = Math.floor(from / 60);
      return {
        name: one.name,
        wave: one.wave,
        points: {
          requests: minutes('requests'),
          errors: minutes('errors'),
          latency: minutes('latency'),
          saturation: minutes('saturation'),
        },
        hours: read('requests', HOUR, hour - 180, hour),
        hourErrors: read('errors', HOUR, hour - 180, hour),
      };
    });
  const own = places.find((place) => place.name === cell);
  if (!own) throw new Error(`The oracle knows no cell "${cell}" in service`);
  const { objectives } = registry.cells.find((one) => one.name === cell) ?? { objectives: null };
  if (!objectives) throw new Error(`The registry has no cell "${cell}"`);
  const waveMates = places.filter((place) => place.wave === own.wave && place !== own);
  const peers = waveMates.length >= 3 ? waveMates : places.filter((place) => place !== own);

  return (minute) => {
    const answer: Answer = { degraded: [], critical: [] };
    const { requests, latency, saturation } = own.points;
    const lastFive = [0, 1, 2, 3, 4].map((ago) => minute - ago);

    const budget = 1 - objectives.availability;
    const burns = (window: number, rate: number) => {
      const { failed, all } = window > 360 ? longSum(own, minute, window, from) : sum(own, minute, window);
      return failed >= 10 && failed / all >= rate * budget;
    };
    if (burns(5, 14.4) && burns(60, 14.4)) answer.critical.push('error budget');
    if ((burns(30, 6) && burns(360, 6)) || (burns(360, 1) && burns(4320, 1))) answer.degraded.push('error budget');

    const slow = (times: number) =>
      lastFive.filter((m) => (requests.get(m) ?? 0) >= 100 && (latency.get(m) ?? 0) > times * objectives.latencyMs);
    if (slow(1).length >= 3) answer.degraded.push('latency');
    if (slow(2).length === 5) answer.critical.push('latency');

    const full = (limit: number) => lastFive.filter((m) => (saturation.get(m) ?? 0) > limit);
    if (full(objectives.saturationPercent).length >= 3) answer.degraded.push('saturation');
    if (full(objectives.saturationPercent + ((100 - objectives.saturationPercent) * 2) / 3).length === 5)
      answer.critical.push('saturation');

    if (lostTraffic(own, minute, 0.2) && median(peers.map((peer) => share(peer, minute)).filter((one) => one !== null)) > 0.7) {
      answer.critical.push('traffic lost');
    }

    const quiet = objectives.noDataAfterMinutes;
    const reports = (place: Place) =>
      Object.values(place.points).some((series) => Array.from({ length: quiet }, (_, ago) => minute - ago).some((m) => series.has(m)));
    const busy = median(Array.from({ length: 61 }, (_, i) => requests.get(minute - quiet - 5 - i) ?? 0)) * quiet >= 50;
    if (busy && !reports(own) && peers.filter(reports).length * 2 >= peers.length) answer.critical.push('went silent');

    for (const signal of ['errors', 'latency', 'saturation'] as const) {
      if (lastFive.every((m) => isFar(own, waveMates, signal, m))) answer.degraded.push('out of line');
    }

    const account = registry.cells.find((one) => one.name === cell);
    const alarms = account?.accountId ? world.alarms.describe(account.accountId, account.region) : [];
    for (const alarm of alarms) if (alarm.state === 'ALARM' && /-(critical|page)$/.test(alarm.name)) answer.critical.push('alarm');
    return answer;
  };
}

function sum(place: Place, minute: number, window: number): { failed: number; all: number } {
  let failed = 0;
  let all = 0;
  for (let m = minute - window + 1; m <= minute; m++) {
    all += place.points.requests.get(m) ?? 0;
    failed += place.points.errors.get(m) ?? 0;
  }
  return { failed, all };
}

/** Whole hours before the beginning of the oracle's minutes, minutes since. */
function longSum(place: Place, minute: number, window: number, from: number): { failed: number; all: number } {
  const border = Math.floor(from / 60) * 60;
  const recent = sum(place, minute, minute - border + 1);
  for (let hour = Math.floor((minute - window + 1) / 60); hour < border / 60; hour++) {
    recent.all += place.hours.get(hour) ?? 0;
    recent.failed += place.hourErrors.get(hour) ?? 0;
  }
  return recent;
}

/** Lower of the last hour's median (without the last 5 minutes) and of last week's mean of the same hours. */
function usual(place: Place, minute: number): number {
  const recent = median(Array.from({ length: 61 }, (_, i) => place.points.requests.get(minute - 5 - i)).filter((one) => one !== undefined));
  const hours = Array.from({ length: 61 }, (_, i) => place.hours.get(Math.floor((minute - 5 - i - 10_080) / 60)));
  if (hours.some((one) => one === undefined)) return recent;
  return Math.min(recent, (hours as number[]).reduce((a, b) => a + b / 60, 0) / 61);
}

function share(place: Place, minute: number): number | null {
  const carried = usual(place, minute);
  for (let window = 3; window <= 30; window++) {
    if (carried * window >= 50) return sum(place, minute, window).all / (carried * window);
  }
  return null;
}

/** A minute without any point is no minute of lost traffic: silence has a rule of its own. */
function lostTraffic(place: Place, minute: number, below: number): boolean {
  if (![0, 1, 2].every((ago) => place.points.requests.has(minute - ago))) return false;
  const kept = share(place, minute);
  return kept !== null && kept < below;
}

function isFar(own: Place, mates: readonly Place[], signal: 'errors' | 'latency' | 'saturation', minute: number): boolean {
  const value = shown(own, signal, minute);
  const others = mates.map((mate) => shown(mate, signal, minute)).filter((one) => one !== null);
  if (value === null || others.length < 5) return false;
  const middle = median(others);
  const mad = Math.max(median(others.map((one) => Math.abs(one - middle))), 0.05 * middle);
  if ((value - middle) / (1.4826 * mad) <= 5) return false;
  if (signal === 'errors') return value >= 2 * middle && value - middle >= 0.005;
  if (signal === 'latency') return value >= 1.5 * middle && value - middle >= 50;
  return value - middle >= 15;
}

function shown(place: Place, signal: 'errors' | 'latency' | 'saturation', minute: number): number | null {
  const requests = place.points.requests.get(minute);
  if (signal === 'saturation') return place.points.saturation.get(minute) ?? null;
  if (requests === undefined || requests === 0) return null;
  if (signal === 'errors') return (place.points.errors.get(minute) ?? 0) / requests;
  return requests >= 100 ? (place.points.latency.get(minute) ?? null) : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
    : (sorted[Math.floor(middle)] as number);
}
