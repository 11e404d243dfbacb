import { parseArgs } from 'node:util';
import type { Health } from '#lib/domain/health/verdict.ts';
import { MINUTE } from '#lib/domain/series.ts';
import { INCIDENT_KINDS, type Incident } from '#simulator/world/types.ts';
import { driveWorld } from './drive-world.ts';
import { askOracle } from './oracle.ts';
import type { BenchResult, BenchRow } from './result.ts';

/** No test uses these. */
const QUIET_SEEDS = [90_001, 90_002];
const INCIDENT_SEED = 91_000;
const CELLS = 24;
const WEEK_MINUTES = 7 * 24 * 60;
const START = Date.UTC(2026, 4, 4);
/** Weak enough to be borne up to full. Traffic counts as lost below a fifth, which 0.6 does not reach. */
const SEVERITIES: Readonly<Record<Incident['kind'], readonly number[]>> = {
  errors: [0.3, 0.6, 1],
  latency: [0.3, 0.6, 1],
  'traffic-loss': [0.6, 0.75, 1],
  silence: [0.3, 0.6, 1],
};
/** How long an incident is watched. */
const WATCHED_MINUTES = 45;

/** Health verdicts against a quiet week, and against an oracle that reads the raw points. */
export async function run(): Promise<BenchResult> {
  const rows = QUIET_SEEDS.flatMap(quietWeek);
  let serial = 0;
  for (const kind of INCIDENT_KINDS)
    for (const severity of SEVERITIES[kind]) rows.push(...incident(kind, severity, INCIDENT_SEED + serial++));
  return { name: `verdicts: ${CELLS} cells`, rows };
}

/** Times that a cell turned worse in a week without incident. */
function quietWeek(seed: number): BenchRow[] {
  const drive = driveWorld({ cells: CELLS, seed, start: START });
  const turned: Record<Health, number> = { healthy: 0, degraded: 0, 'no-data': 0, critical: 0 };
  const before = new Map<string, Health>();
  let findings = 0;
  for (let i = 0; i < WEEK_MINUTES; i++) {
    const verdict = drive.refresh();
    findings += verdict.findings.length;
    for (const [name, { health }] of verdict.cells) {
      if (health !== (before.get(name) ?? 'healthy')) turned[health]++;
      before.set(name, health);
    }
  }
  const row = (figure: string, value: number, unit: string, bound: string, ok: boolean) => ({
    figure: `7 days without incident, seed ${seed}: ${figure}`,
    value,
    unit,
    bound,
    ok,
  });
  const perWeek = turned.degraded / CELLS;
  return [
    row('false criticals', turned.critical, '', '0', turned.critical === 0),
    row('false degraded', perWeek, 'a cell-week', '≤ 1', perWeek <= 1),
    row('false no data', turned['no-data'], '', '0', turned['no-data'] === 0),
    row('refreshes with a finding', findings, '', '0', findings === 0),
  ];
}

/** Refreshes between the oracle's answer and the verdict, for the first state that is not healthy and for critical. */
function incident(kind: Incident['kind'], severity: number, seed: number): BenchRow[] {
  const start = START + ((seed * 37) % (24 * 60)) * MINUTE;
  const drive = driveWorld({ cells: CELLS, seed, start });
  const candidates = drive.registry.cells.filter((cell) => cell.environment === 'production' && cell.state === 'in-service');
  const cell = candidates[seed % candidates.length]?.name ?? '';
  for (let i = 0; i < 10; i++) drive.refresh();
  const from = drive.minute();
  drive.world.incidents.start({ cell, kind, severity });
  const seen: Partial<Record<'degraded' | 'critical', number>> = {};
  const due: Partial<Record<'degraded' | 'critical', { minute: number; why: string }>> = {};
  for (let i = 0; i < WATCHED_MINUTES; i++) {
    const health = drive.refresh().cells.get(cell)?.health ?? 'healthy';
    const minute = drive.minute();
    if (health !== 'healthy') seen.degraded ??= minute;
    if (health === 'critical') seen.critical ??= minute;
    const answer = askOracle(drive.world, drive.registry, cell, from, minute + 1)(minute);
    const any = answer.critical[0] ?? answer.degraded[0];
    if (any) due.degraded ??= { minute, why: any };
    if (answer.critical[0]) due.critical ??= { minute, why: answer.critical[0] };
  }
  return (['degraded', 'critical'] as const).map((level) => {
    const what = level === 'degraded' ? 'not healthy' : 'critical';
    const figure = `${kind}, severity ${severity}: ${what}`;
    const expected = due[level];
    const got = seen[level];
    if (!expected) {
      return { figure, value: got === undefined ? 'never' : `${got - from} min in`, unit: '', bound: 'never', ok: got === undefined };
    }
    const behind = got === undefined ? Number.POSITIVE_INFINITY : got - expected.minute;
    const after = `${expected.minute - from} min in, ${expected.why}`;
    if (behind === Number.POSITIVE_INFINITY)
      return { figure: `${figure} (due ${after})`, value: 'never', unit: '', bound: '≤ 2', ok: false };
    return { figure: `${figure} (due ${after})`, value: behind, unit: 'refreshes', bound: '0 to 2', ok: behind >= 0 && behind <= 2 };
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const result = await run();
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else
    for (const row of result.rows)
      console.log(`${row.ok ? 'holds ' : 'BROKEN'}  ${row.figure}: ${row.value} ${row.unit}${row.bound ? ` (${row.bound})` : ''}`);
  process.exitCode = result.rows.every((row) => row.ok) ? 0 : 1;
}
