import { Aws } from '#lib/aws/aws.ts';
import { startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { applyFleetDelta } from '#lib/client/apply-fleet-delta.ts';
import { systemClock } from '#lib/clock.ts';
import { drain } from '#lib/domain/drain.ts';
import { MINUTE } from '#lib/domain/series.ts';
import { getMetricData } from '#lib/sources/metrics/get-metric-data.ts';
import { fleetDeltaSteps } from '#lib/views/build-fleet-delta.ts';
import { fleetBytesSteps, publishFleet } from '#lib/views/publish-fleet.ts';
import { NOON, WeighedFleet } from './weighed-fleet.ts';

const METRICS = 500;
const MINUTES = 15;

/** Each makes a piece of work ready, and answers what does it once. */
const PIECES: Readonly<Record<string, () => Promise<() => void | Promise<void>>>> = {
  judge: async () => {
    const fleet = new WeighedFleet();
    let verdict = fleet.judge(null);
    return () => {
      fleet.move();
      verdict = fleet.judge(verdict);
    };
  },
  publish: async () => {
    const fleet = new WeighedFleet();
    const verdict = fleet.judge(null);
    return async () => {
      const view = fleet.view(verdict, 'weight-1');
      await publishFleet(view, drain(fleetBytesSteps(view)));
    };
  },
  read: async () => {
    const start = NOON - MINUTES * MINUTE;
    const times = Array.from({ length: MINUTES }, (_, minute) => start / 1_000 + minute * 60);
    const definition = {
      namespace: 'Cell',
      metric: 'Latency',
      statistic: 'p99',
      unit: null,
      dimensions: { Cell: '{cell}' },
      whenMissing: 'no-data' as const,
    };
    const wanted = Array.from({ length: METRICS }, (_, index) => ({ cell: `cell-${index}`, accountId: null, definition }));
    const body = {
      MetricDataResults: wanted.map((_, index) => ({
        Id: `m${index}`,
        StatusCode: 'Complete',
        Timestamps: times,
        Values: times.map((_, minute) => 100 + ((index * 31 + minute * 17) % 97) / 7),
      })),
    };
    const { url } = await startAwsStub(() => ({ body }));
    const credentials = { accessKeyId: 'AKIAWEIGHT', secretAccessKey: 'weight' };
    const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: url, credentials, rates: false });
    const reader = { accountId: null, region: 'us-east-1', role: null };
    return async () => {
      const read = await getMetricData(aws, reader, wanted, { start, end: NOON, periodSeconds: 60 });
      if (!read.every((result) => result.ok && result.values.length === MINUTES)) throw new Error('Not every point was read');
    };
  },
  apply: async () => {
    const fleet = new WeighedFleet();
    const verdict = fleet.judge(null);
    const before = fleet.view(verdict, 'weight-1');
    fleet.move();
    const told = JSON.stringify(drain(fleetDeltaSteps(before, fleet.view(fleet.judge(verdict), 'weight-2'))));
    return () => {
      const { kind } = applyFleetDelta(before, JSON.parse(told));
      if (kind !== 'applied') throw new Error(`The delta was ${kind}`);
    };
  },
};

// Called as `weigh.ts PIECE ROUNDS`: what so many rounds more cost is what a round weighs.
const [piece = '', rounds] = process.argv.slice(2);
const make = PIECES[piece];
if (!make) throw new Error(`There is no piece of work "${piece}"; there are: ${Object.keys(PIECES).join(', ')}`);
const work = await make();
for (let round = 0; round < Number(rounds); round++) await work();
process.exit(0);
