import type { CellWorld } from './cell-world.ts';
import { hash, hashText, uniform } from './noise.ts';

/** Relative load by UTC minute of the week, and its sums within each hour, so that an hour costs no more than a minute. */
export interface WeekShape {
  /** By minute of the week (minute 0 is a Thursday, 1970-01-01), around 1 by day. */
  load: Float64Array;
  /** Load of the minutes of the same hour before that minute; and the same, each minute weighted by its place in the hour (0 to 1). */
  before: Float64Array;
  lateBefore: Float64Array;
  /** The same of whole hours, by hour of the week. */
  hour: Float64Array;
  lateHour: Float64Array;
}

/** The fixed character of what serves requests: a cell, or the routing layer's share in one Region. */
export interface TrafficModel {
  seed: number;
  /** Requests a second at load 1. */
  base: number;
  errorRatio: number;
  /** p99, milliseconds. */
  latency: number;
  /** Percent. */
  saturation: number;
  /** Publishes no Errors point in a minute without errors, as many services do. */
  sparse: boolean;
  week: WeekShape;
}

export interface CellModel extends TrafficModel {
  cell: CellWorld;
}

export const WEEK = 10_080;
const OFFSET_HOURS: Readonly<Record<string, number>> = { 'us-east-1': -5, 'eu-west-1': 0, 'ap-northeast-1': 9, 'us-west-2': -8 };
/** The Region whose traffic halves for half an hour every night, local time. */
const DIP_REGION = 'eu-west-1';
const DIP_MINUTE = 3 * 60 + 10;

/** The load of a week in a Region: a wave a day, quieter weekends, and in one Region a dip every night. */
export function weekShape(region: string): WeekShape {
  const week: WeekShape = {
    load: new Float64Array(WEEK),
    before: new Float64Array(WEEK),
    lateBefore: new Float64Array(WEEK),
    hour: new Float64Array(WEEK / 60),
    lateHour: new Float64Array(WEEK / 60),
  };
  for (let m = 0; m < WEEK; m++) {
    const local = (m + (OFFSET_HOURS[region] ?? 0) * 60 + WEEK) % WEEK;
    const ofDay = local % 1440;
    const day = (Math.floor(local / 1440) + 4) % 7;
    const wave = Math.cos(((ofDay / 60 - 14.5) / 24) * 2 * Math.PI);
    let load = 0.78 + 0.26 * wave + 0.05 * Math.cos(((ofDay / 60 - 11) / 12) * 2 * Math.PI);
    if (day === 0 || day === 6) load *= 0.82;
    const dip = region === DIP_REGION ? Math.abs(ofDay - DIP_MINUTE) : 99;
    if (dip < 18) load *= dip < 12 ? 0.5 : 0.5 + (dip - 12) / 12;
    const hour = Math.floor(m / 60);
    const before = week.hour[hour] ?? 0;
    const lateBefore = week.lateHour[hour] ?? 0;
    week.load[m] = load;
    week.before[m] = before;
    week.lateBefore[m] = lateBefore;
    week.hour[hour] = before + load;
    week.lateHour[hour] = lateBefore + load * (((m % 60) + 0.5) / 60);
  }
  return week;
}

function between(seed: number, index: number, low: number, high: number): number {
  return low + (high - low) * uniform(seed, index);
}

const SIZE: Readonly<Record<string, readonly [number, number]>> = {
  'pre-production': [160, 200],
  small: [1300, 1500],
  medium: [4000, 5000],
  large: [7000, 10_000],
};

/** The fixed character of a cell, drawn from the seed and its name. */
export function createCellModel(cell: CellWorld, worldSeed: number, week: WeekShape): CellModel {
  const seed = hash(worldSeed, hashText(cell.name)) | 0;
  const [low, high] = SIZE[cell.wave ?? ''] ?? [6, 9];
  return {
    cell,
    seed,
    base: cell.state === 'in-service' ? between(seed, 1, low, high) : cell.state === 'drained' ? 2 : 0.5,
    errorRatio: between(seed, 2, 0.0001, 0.00035),
    latency: between(seed, 3, 162, 202),
    saturation: between(seed, 4, 39, 43),
    sparse: uniform(seed, 5) < 0.5,
    week,
  };
}
