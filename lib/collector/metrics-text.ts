import type { Meter } from '#lib/aws/meter.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';

/** Prometheus text about ourselves: our calls to AWS and their price, ages and failures of sources, refreshes, viewers. */
export function metricsText(given: {
  meter: Meter;
  ownBill: OwnBill;
  sources: readonly SourceView[];
  pipelines: readonly { component: string; read: ReadState }[];
  /** Last duration of each loop, ms. */
  refreshMs: Readonly<Record<string, number>>;
  viewers: number;
  minutesToFill: number;
  eventLoopP99Ms: number;
  now: number;
}): string {
  const rows = given.meter.rows();
  const { classes, projectedUsd, budgetUsd, slowed } = given.ownBill;
  const label = (row: { service: string; operation: string }) => `service="${row.service}",operation="${row.operation}"`;
  const sources = given.sources.map((source) => ({ ...source, label: `source="${source.id}"` }));
  const lines = [
    metric(
      'cellwatch_aws_calls_total',
      'counter',
      'Requests sent to AWS, retries included',
      rows.map((row) => [label(row), row.calls]),
    ),
    metric(
      'cellwatch_aws_errors_total',
      'counter',
      'Calls to AWS that failed',
      rows.map((row) => [label(row), row.errors]),
    ),
    metric(
      'cellwatch_aws_metrics_requested_total',
      'counter',
      'Metrics asked of GetMetricData, which is priced by them',
      rows.filter((row) => row.metrics > 0).map((row) => [label(row), row.metrics]),
    ),
    metric(
      'cellwatch_aws_seconds_total',
      'counter',
      'Time calls to AWS took',
      rows.map((row) => [label(row), row.milliseconds / 1000]),
    ),
    metric(
      'cellwatch_aws_slowest_seconds',
      'gauge',
      'The slowest call to AWS since the start',
      rows.map((row) => [label(row), row.slowestMs / 1000]),
    ),
    metric(
      'cellwatch_aws_estimated_usd_total',
      'counter',
      'Estimated price of our own calls',
      rows.map((row) => [label(row), row.estimatedUsd]),
    ),
    metric(
      'cellwatch_own_bill_usd',
      'gauge',
      "This month's estimated price of our own calls, over all runs",
      classes.map(({ name, usd }) => [`class="${name}"`, Number(usd)]),
    ),
    metric('cellwatch_own_bill_units', 'gauge', "This month's own calls (or metrics), over all runs", [
      ...classes.map(({ name, calls }) => [`class="${name}"`, calls] as const),
    ]),
    metric('cellwatch_own_bill_projected_usd', 'gauge', "Our own calls at the month's end, if they go on as in the last days", [
      ...(projectedUsd === null ? [] : [['', Number(projectedUsd)] as const]),
    ]),
    metric('cellwatch_own_bill_budget_usd', 'gauge', 'AWS_BUDGET_USD_PER_MONTH', [
      ...(budgetUsd === null ? [] : [['', Number(budgetUsd)] as const]),
    ]),
    metric('cellwatch_slowed_by_budget', 'gauge', 'What is read less often to stay within the budget', [['', slowed.length]]),
    metric(
      'cellwatch_source_age_seconds',
      'gauge',
      'Age of what is shown, a source each',
      sources
        .filter((source) => source.observedAt !== null)
        .map((source) => [source.label, (given.now - Date.parse(source.observedAt ?? '')) / 1000]),
    ),
    metric(
      'cellwatch_source_failures',
      'gauge',
      'Accounts that fail now, a source each',
      sources.map((source) => [source.label, source.failures.length]),
    ),
    metric(
      'cellwatch_source_coverage_ratio',
      'gauge',
      'Share read well, a source each',
      sources.filter((source) => source.coverage.of > 0).map((source) => [source.label, source.coverage.ok / source.coverage.of]),
    ),
    metric(
      'cellwatch_pipeline_age_seconds',
      'gauge',
      'Age of the state of each pipeline',
      given.pipelines.flatMap(({ component, read }) =>
        read.observedAt === null ? [] : [[componentLabel(component), (given.now - read.observedAt) / 1000] as const],
      ),
    ),
    metric(
      'cellwatch_pipeline_failing',
      'gauge',
      'Whether something of a pipeline can not be read now',
      given.pipelines.map(({ component, read }) => [componentLabel(component), read.failure === null ? 0 : 1]),
    ),
    metric(
      'cellwatch_refresh_seconds',
      'gauge',
      'Duration of the last refresh',
      Object.entries(given.refreshMs).map(([name, ms]) => [`loop="${name}"`, ms / 1000]),
    ),
    metric('cellwatch_viewers', 'gauge', 'Open event streams', [['', given.viewers]]),
    metric('cellwatch_minutes_to_fill', 'gauge', 'Minutes of the past that are still to be read, over all metrics', [
      ['', given.minutesToFill],
    ]),
    metric('cellwatch_event_loop_delay_p99_seconds', 'gauge', 'Delay of the event loop since the last reading', [
      ['', given.eventLoopP99Ms / 1000],
    ]),
    metric('cellwatch_memory_bytes', 'gauge', 'Resident memory', [['', process.memoryUsage.rss()]]),
  ];
  return `${lines.flat().join('\n')}\n`;
}

function metric(name: string, type: 'counter' | 'gauge', help: string, values: readonly (readonly [string, number])[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([labels, value]) => `${name}${labels ? `{${labels}}` : ''} ${value}`),
  ];
}

/** A component's name may hold what Prometheus gives a meaning. */
function componentLabel(name: string): string {
  return `component="${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
