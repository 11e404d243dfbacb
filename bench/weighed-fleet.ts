import { drain } from '#lib/domain/drain.ts';
import type { CellFacts } from '#lib/domain/facts.ts';
import { assessFleet } from '#lib/domain/health/assess-fleet.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { HOUR, MINUTE, Series } from '#lib/domain/series.ts';
import { fleetViewSteps } from '#lib/views/build-fleet-view.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';

/** A Wednesday at noon, epoch ms: what is weighed must not depend on when. */
export const NOON = Date.UTC(2026, 8, 16, 12);
const CELLS = 100;
const WAVES = ['pre-production', 'small', 'large'];
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const MINUTES_KEPT = 375;
const HOURS_KEPT = 192;
/** Every so many cells one is sick. */
const SICK_EVERY = 12;
const UNWELL_MINUTES = 12;

/** A fleet out of arithmetic alone, as no simulated one is so cheap to make: the same at every weighing. */
export class WeighedFleet {
  readonly registry: Registry;
  readonly facts: ReadonlyMap<string, CellFacts>;
  #minute = NOON / MINUTE;

  constructor() {
    this.registry = registryOf(CELLS);
    this.facts = new Map(this.registry.cells.map(({ name }, cell) => [name, factsOf(cell)]));
  }

  /** One more minute of every signal. */
  move(): void {
    for (const [cell, { name }] of this.registry.cells.entries()) {
      const facts = this.facts.get(name);
      if (facts) addMinute(facts, cell, this.#minute);
    }
    this.#minute++;
  }

  judge(previous: FleetVerdict | null): FleetVerdict {
    return assessFleet({ registry: this.registry, facts: this.facts, shared: new Map(), now: this.#now(), previous });
  }

  view(verdict: FleetVerdict, version: string): FleetView {
    return drain(fleetViewSteps({ version, registry: this.registry, cells: this.facts, verdict, sources: [], refreshSeconds: 60 }));
  }

  #now(): number {
    return this.#minute * MINUTE + MINUTE / 2;
  }
}

function registryOf(cells: number): Registry {
  const signal = (metric: string, statistic: string) => ({ namespace: 'Cell', metric, statistic, dimensions: { Cell: '{cell}' } });
  const parsed = parseRegistry(
    JSON.stringify({
      version: 1,
      organization: { name: 'Weight' },
      metrics: {
        signals: {
          requests: signal('Requests', 'Sum'),
          errors: signal('Errors', 'Sum'),
          latency: signal('Latency', 'p99'),
          saturation: signal('Saturation', 'Maximum'),
        },
      },
      waves: WAVES.map((name) => ({ name, bakeMinutes: 30 })),
      cells: Array.from({ length: cells }, (_, cell) => ({
        name: `cell-${cell}`,
        accountId: `${200_000_000_000 + cell}`,
        region: REGIONS[cell % REGIONS.length],
        environment: 'production',
        wave: WAVES[Math.floor((cell * WAVES.length) / cells)],
      })),
    }),
  );
  if (!parsed.ok) throw new Error(`The registry is refused: ${parsed.faults.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  return parsed.registry;
}

function factsOf(cell: number): CellFacts {
  const read = { observedAt: NOON, intervalMs: MINUTE, failure: null };
  const minutes = () => new Series(MINUTE, 400);
  const facts: CellFacts = {
    minutes: { requests: minutes(), errors: minutes(), latency: minutes(), saturation: minutes() },
    hours: { requests: new Series(HOUR, 200), errors: new Series(HOUR, 200) },
    metricReads: { requests: read, errors: read, latency: read, saturation: read },
    alarms: [],
    alarmRead: read,
  };
  for (let minute = NOON / MINUTE - MINUTES_KEPT; minute < NOON / MINUTE; minute++) addMinute(facts, cell, minute);
  for (let hour = NOON / HOUR - HOURS_KEPT; hour < NOON / HOUR; hour++) {
    facts.hours.requests?.set(hour, 60 * requestsAt(cell, hour * 60));
    facts.hours.errors?.set(hour, wobble(cell, hour, 5));
  }
  return facts;
}

function addMinute({ minutes }: CellFacts, cell: number, minute: number): void {
  const sick = cell % SICK_EVERY === 5 && minute >= NOON / MINUTE - UNWELL_MINUTES;
  const requests = requestsAt(cell, minute);
  minutes.requests?.set(minute, requests);
  minutes.errors?.set(minute, sick ? Math.round(requests / 6) : wobble(cell, minute, 3));
  minutes.latency?.set(minute, 110 + wobble(cell, minute, 40) / 7);
  minutes.saturation?.set(minute, 35 + wobble(minute, cell, 12) / 3);
}

function requestsAt(cell: number, minute: number): number {
  return 9_000 + 40 * (cell % 50) + wobble(cell, minute, 900);
}

/** A whole number from 0 up to below `range` that looks like noise. */
function wobble(one: number, other: number, range: number): number {
  return (one * 7_919 + other * 104_729 + ((one ^ other) % 31) * 15_485_863) % range;
}
