import { Aws } from '#lib/aws/aws.ts';
import { systemClock } from '#lib/clock.ts';
import { Collector } from '#lib/collector/collector.ts';
import { FleetBroadcast } from '#lib/collector/fleet-broadcast.ts';
import { createLog } from '#lib/log.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { type Turns, watchTurns } from './watch-turns.ts';

const REFRESHES = 3;
const MINUTE = 60_000;
/** Points of the simulated minute come within so long after its end. */
const POINTS_AFTER = 25_000;

/** What one process measured of the refreshes of one fleet; sent to the process that forked it. */
export interface RefreshMeasure {
  /** ceil(metrics / 500), a Region each. */
  bound: number;
  callsAlone: number;
  callsWatched: number;
  /** Median of the refreshes: read, judged, serialized, compressed, published. */
  wallMs: number;
  cpuMs: number;
  /** While all is read at once, a minute later: metrics, alarms, the registry and pipelines. */
  turns: Turns;
  /** What that minute costs each viewer. */
  deltaBytes: number;
  /** Of the metrics refreshes, with the filling of the past and one reading of alarms and pipelines before. */
  peakBytes: number;
  /** When all of it is read at once, which no schedule does at this size. */
  peakAtOnceBytes: number;
  gzipBytes: number;
  brotliBytes: number;
}

const { app: credentials } = (await (await fetch(`${process.argv[2]}/_simulator/credentials`)).json()) as {
  app: { accessKeyId: string; secretAccessKey: string };
};
const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: process.argv[2], credentials });
const broadcast = new FleetBroadcast('bench');
const collector = new Collector({
  aws,
  clock: systemClock,
  store: null,
  location: { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY },
  home: 'us-east-1',
  refreshSeconds: 60,
  broadcast,
  log: createLog('error'),
  coalesceMs: 0,
});
const calls = () => aws.meter.rows().find((row) => row.operation === 'GetMetricData')?.calls ?? 0;
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

await collector.refreshRegistry();
await collector.refreshMetrics();
await collector.refreshAlarms();

const walls: number[] = [];
const cpus: number[] = [];
const before = calls();
for (let i = 0; i < REFRESHES; i++) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await collector.refreshMetrics();
  walls.push(performance.now() - started);
  const used = process.cpuUsage(cpu);
  cpus.push((used.user + used.system) / 1000);
}
const callsAlone = (calls() - before) / REFRESHES;
for (let viewer = 0; viewer < 200; viewer++) broadcast.subscribe(() => {});
const watched = calls();
await collector.refreshMetrics();
const callsWatched = calls() - watched;

let deltaBytes = 0;
await collector.fillGaps();
await collector.refreshPipelines();
await new Promise((resolve) => setTimeout(resolve, MINUTE - (Date.now() % MINUTE) + POINTS_AFTER));
broadcast.subscribe(({ data }) => {
  deltaBytes += data.length;
});
const peakBytes = process.resourceUsage().maxRSS * 1024;
const seen = watchTurns();
await Promise.all([collector.refreshMetrics(), collector.refreshAlarms(), collector.refreshRegistry(), collector.refreshPipelines()]);
const turns = seen();

const perRegion = new Map<string, number>();
for (const { reader } of collector.book.metrics) perRegion.set(reader.region, (perRegion.get(reader.region) ?? 0) + 1);
const current = broadcast.current();
const measure: RefreshMeasure = {
  bound: [...perRegion.values()].reduce((sum, metrics) => sum + Math.ceil(metrics / 500), 0),
  callsAlone,
  callsWatched,
  wallMs: median(walls),
  cpuMs: median(cpus),
  turns,
  deltaBytes,
  peakBytes,
  peakAtOnceBytes: process.resourceUsage().maxRSS * 1024,
  gzipBytes: current?.gzip.byteLength ?? 0,
  brotliBytes: current?.brotli.byteLength ?? 0,
};
aws.stop();
process.send?.(measure, () => process.exit());
