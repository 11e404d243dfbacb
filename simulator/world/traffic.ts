import { type TrafficModel, WEEK } from './cell-model.ts';
import { deviate, hash, smooth, uniform } from './noise.ts';

/** Up to that many errors an hour each falls on its own random minute; beyond, they spread like the requests. */
const FEW = 90;

/** Requests and errors, whole numbers. */
export interface Traffic {
  requests: number;
  errors: number;
}

/** What an hour was drawn to hold, and what its minutes need to share it out. */
interface Hour extends Traffic {
  model: TrafficModel | null;
  hour: number;
  /** Traffic against the week's shape at the beginning and at the end of the hour. */
  from: number;
  to: number;
  /** Requests of the hour for each unit of the shape. */
  scale: number;
}

const kept: Hour = { model: null, hour: -1, from: 1, to: 1, scale: 0, requests: 0, errors: 0 };
const out: Traffic = { requests: 0, errors: 0 };

/** Slow waves around 1, of 7 h and 100 min. */
function level(seed: number, hour: number): number {
  return 1 + 0.06 * (smooth(seed, hour / 7) - 0.5 + 0.7 * (smooth(seed + 1, hour / 1.6) - 0.5));
}

function draw(expected: number, seed: number, index: number): number {
  return Math.max(0, Math.round(expected + Math.sqrt(expected) * deviate(seed, index)));
}

/** Draws the traffic of an hour (epoch hours) as if nothing were wrong. The answer is one reused object. */
export function hourTraffic(model: TrafficModel, hour: number): Traffic {
  if (kept.model === model && kept.hour === hour) return kept;
  const { seed, week } = model;
  const ofWeek = hour % (WEEK / 60);
  const all = week.hour[ofWeek] ?? 0;
  const late = week.lateHour[ofWeek] ?? 0;
  kept.model = model;
  kept.hour = hour;
  kept.from = level(seed, hour);
  kept.to = level(seed, hour + 1);
  const weight = kept.from * (all - late) + kept.to * late;
  kept.requests = draw(model.base * 60 * weight, seed + 11, hour);
  kept.errors = Math.min(kept.requests, draw(model.errorRatio * kept.requests, seed + 12, hour));
  kept.scale = kept.requests / weight;
  return kept;
}

/**
 * The traffic of a minute (epoch minutes) as if nothing were wrong. The hour's draw is shared out by differences of a
 * rounded rising sum, so the minutes of an hour add up to it exactly. The answer is one reused object.
 */
export function minuteTraffic(model: TrafficModel, minute: number): Traffic {
  const hour = Math.floor(minute / 60);
  hourTraffic(model, hour);
  const low = requestsBefore(model, minute, minute % 60);
  const high = requestsBefore(model, minute + 1, (minute % 60) + 1);
  out.requests = high - low;
  out.errors = 0;
  if (kept.errors > FEW) out.errors = errorsBefore(model, minute + 1, (minute % 60) + 1) - errorsBefore(model, minute, minute % 60);
  else {
    const place = hash(model.seed + 15, hour);
    for (let n = 0; n < kept.errors; n++) if (hash(place, n) % 60 === minute % 60) out.errors++;
  }
  return out;
}

/** The requests of a whole UTC day (epoch days), as expected: the chance in its hours evens out. */
export function dayRequests({ seed, base, week }: TrafficModel, day: number): number {
  const from = (day % 7) * 24;
  let load = 0;
  for (let hour = 0; hour < 24; hour++) load += week.hour[from + hour] ?? 0;
  const slow = (level(seed, day * 24 + 4) + level(seed, day * 24 + 12) + level(seed, day * 24 + 20)) / 3;
  return base * 60 * load * slow;
}

/** The smooth rise within the kept hour: from 0 to all its requests. */
function rise(model: TrafficModel, minute: number): number {
  const at = minute % WEEK;
  const late = model.week.lateBefore[at] ?? 0;
  return kept.scale * (kept.from * ((model.week.before[at] ?? 0) - late) + kept.to * late);
}

function requestsBefore(model: TrafficModel, minute: number, ofHour: number): number {
  if (ofHour === 0) return 0;
  if (ofHour === 60) return kept.requests;
  const mean = kept.requests / 60;
  return Math.round(rise(model, minute) + mean * 0.3 * ripple(model.seed + 2, minute) + shake(mean, model.seed + 13, minute));
}

function errorsBefore(model: TrafficModel, minute: number, ofHour: number): number {
  if (ofHour === 0) return 0;
  if (ofHour === 60) return kept.errors;
  return Math.round((rise(model, minute) * kept.errors) / kept.requests + shake(kept.errors / 60, model.seed + 14, minute));
}

/** Waves of some 15 minutes that end with the hour, within ±0.5. */
function ripple(seed: number, minute: number): number {
  const left = Math.floor(minute / 15);
  const f = minute / 15 - left;
  const a = left % 4 === 0 ? 0.5 : uniform(seed, left);
  const b = left % 4 === 3 ? 0.5 : uniform(seed, left + 1);
  return a + (b - a) * f * f * (3 - 2 * f) - 0.5;
}

/** Moves the border between two minutes: each then varies about as much as counts do, and never below zero. */
function shake(mean: number, seed: number, minute: number): number {
  return Math.min(Math.sqrt(1.5 * mean), 0.3 * mean) * (2 * uniform(seed, minute) - 1);
}
