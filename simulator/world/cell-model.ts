import { incidentLevel } from './incidents.ts';
import { deviate, drift, hash, hashText, uniform } from './noise.ts';
import type { CellWorld, Incident } from './types.ts';

/** What one cell did in one minute; requests is NaN when nothing was reported at all. */
export interface Minute {
  requests: number;
  errors: number;
  /** p99, milliseconds. */
  latency: number;
  /** The minute's maximum, percent. */
  saturation: number;
}

export interface CellModel {
  cell: CellWorld;
  seed: number;
  base: number;
  errorRatio: number;
  latency: number;
  saturation: number;
  /** Publishes no Errors point in a minute without errors, as many services do. */
  sparse: boolean;
  shape: Float32Array;
}

const WEEK = 10_080;
const OFFSET_HOURS: Readonly<Record<string, number>> = { 'us-east-1': -5, 'eu-west-1': 0, 'ap-northeast-1': 9, 'us-west-2': -8 };
/** The Region whose traffic halves for half an hour every night, local time. */
const DIP_REGION = 'eu-west-1';
const DIP_MINUTE = 3 * 60 + 10;

/** Relative load by UTC minute of the week (minute 0 is a Thursday, 1970-01-01), around 1 by day. */
export function weekShape(region: string): Float32Array {
  const shape = new Float32Array(WEEK);
  for (let m = 0; m < WEEK; m++) {
    const local = (m + (OFFSET_HOURS[region] ?? 0) * 60 + WEEK) % WEEK;
    const ofDay = local % 1440;
    const day = (Math.floor(local / 1440) + 4) % 7;
    const wave = Math.cos(((ofDay / 60 - 14.5) / 24) * 2 * Math.PI);
    let load = 0.78 + 0.26 * wave + 0.05 * Math.cos(((ofDay / 60 - 11) / 12) * 2 * Math.PI);
    if (day === 0 || day === 6) load *= 0.82;
    const dip = region === DIP_REGION ? Math.abs(ofDay - DIP_MINUTE) : 99;
    if (dip < 18) load *= dip < 12 ? 0.5 : 0.5 + (dip - 12) / 12;
    shape[m] = load;
  }
  return shape;
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
export function createCellModel(cell: CellWorld, worldSeed: number, shape: Float32Array): CellModel {
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
    shape,
  };
}

const minuteOut: Minute = { requests: 0, errors: 0, latency: 0, saturation: 0 };

/** Requests and errors of a minute (epoch minutes), latency and saturation too when `full`. The answer is one reused object. */
export function readMinute(model: CellModel, minute: number, incidents: readonly Incident[] | undefined, full: boolean): Minute {
  const out = minuteOut;
  const seed = model.seed;
  const shape = model.shape[minute % WEEK] ?? 1;
  const expected = model.base * 60 * shape * (1 + 0.06 * drift(seed, minute));
  let requests = expected + Math.sqrt(expected) * deviate(seed + 11, minute);
  let ratio = model.errorRatio;
  let latencyFactor = 1;
  let extraSaturation = 0;
  if (incidents) {
    for (const incident of incidents) {
      const level = incidentLevel(incident, minute * 60_000);
      if (level === 0) continue;
      const severity = incident.severity;
      if (incident.kind === 'silence') {
        if (level >= 0.3) {
          out.requests = out.errors = out.latency = out.saturation = Number.NaN;
          return out;
        }
      } else if (incident.kind === 'traffic-loss') requests *= 1 - level * Math.min(1, severity * 1.1875);
      else if (incident.kind === 'errors') {
        ratio += level * 0.5 * severity * severity;
      } else {
        latencyFactor *= 1 + level * severity * 5.7;
        extraSaturation += level * severity * 22;
      }
    }
  }
  requests = Math.max(0, Math.round(requests));
  out.requests = requests;
  const errors = requests * Math.min(1, ratio);
  out.errors = Math.min(requests, Math.max(0, Math.round(errors + Math.sqrt(errors) * deviate(seed + 12, minute))));
  if (full) {
    const load = Math.min(1.2, shape);
    out.latency =
      model.latency * latencyFactor * (0.97 + 0.04 * load + 0.025 * drift(seed + 20, minute) + 0.008 * deviate(seed + 13, minute));
    out.saturation = Math.min(
      100,
      model.saturation + 7 * load + extraSaturation + 1.2 * drift(seed + 30, minute) + 0.3 * deviate(seed + 14, minute),
    );
  }
  return out;
}
