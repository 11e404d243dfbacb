import type { CellModel, TrafficModel } from './cell-model.ts';
import type { IncidentBook } from './incidents.ts';
import { hash, hashText } from './noise.ts';
import { type Minute, readHour, readMinute } from './read-minute.ts';
import type { Traffic } from './traffic.ts';
import type { Incident } from './types.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** What stands before all cells: it carries their traffic, and sees what becomes of it. */
export interface RoutingLayer {
  seed: number;
  readMinute(minute: number): Minute;
  readHour(hour: number): Traffic;
}

/**
 * The layer's traffic is drawn once a Region, at the size of all its cells, not added up over the cells.
 * Only cells with incidents are looked at one by one, for the difference that these make. A silent cell still serves.
 */
export function createRoutingLayer(models: readonly CellModel[], incidents: IncidentBook): RoutingLayer {
  const seed = hash(models[0]?.seed ?? 0, hashText('routing layer')) | 0;
  const regions = regionModels(models, seed);
  const byName = new Map(models.map((model) => [model.cell.name, model]));

  function* struck(from: number, to: number): Generator<{ model: CellModel; own: readonly Incident[] }> {
    for (const name of incidents.cells()) {
      const model = byName.get(name);
      const own = incidents.of(name)?.filter((one) => one.kind !== 'silence' && one.startedAt < to && (one.endedAt ?? to) > from);
      if (model && own && own.length > 0) yield { model, own };
    }
  }

  return {
    seed,
    readMinute(minute) {
      const sum: Minute = { requests: 0, errors: 0, latency: 0, saturation: 0 };
      const add = (part: Minute, sign: 1 | -1) => {
        sum.requests += sign * part.requests;
        sum.errors += sign * part.errors;
        sum.latency += sign * part.latency * part.requests;
      };
      for (const model of regions) add(readMinute(model, minute, undefined, true), 1);
      for (const { model, own } of struck(minute * MINUTE, (minute + 1) * MINUTE)) {
        add(readMinute(model, minute, own, true), 1);
        add(readMinute(model, minute, undefined, true), -1);
      }
      // The layer's draw and the cells' differ a little: with everything lost the difference must not go below zero.
      sum.requests = Math.max(0, sum.requests);
      sum.errors = Math.min(sum.requests, Math.max(0, sum.errors));
      sum.latency = sum.requests > 0 ? Math.max(1, sum.latency / sum.requests) : 0;
      return sum;
    },
    readHour(hour) {
      const sum: Traffic = { requests: 0, errors: 0 };
      const add = (part: Traffic) => {
        sum.requests += part.requests;
        sum.errors += part.errors;
      };
      if (struck(hour * HOUR, (hour + 1) * HOUR).next().done) for (const model of regions) add(readHour(model, hour, undefined));
      else for (let m = hour * 60; m < hour * 60 + 60; m++) add(this.readMinute(m));
      return sum;
    },
  };
}

function regionModels(models: readonly CellModel[], seed: number): TrafficModel[] {
  const regions = new Map<string, TrafficModel>();
  for (const { cell, base, errorRatio, latency, week } of models) {
    const known = regions.get(cell.region) ?? {
      seed: hash(seed, hashText(cell.region)) | 0,
      base: 0,
      errorRatio: 0,
      latency: 0,
      saturation: 0,
      sparse: false,
      week,
    };
    const share = base / (known.base + base);
    regions.set(cell.region, {
      ...known,
      base: known.base + base,
      errorRatio: known.errorRatio + (errorRatio - known.errorRatio) * share,
      latency: known.latency + (latency - known.latency) * share,
    });
  }
  return [...regions.values()];
}
