import { describe, expect, test } from 'vitest';
import type { AlarmView, FleetCellView, FleetView, SourceView } from '#lib/views/fleet-view.ts';
import { alarmLabels } from './alarm-words.ts';
import { cellFailures, staleSources } from './cell-failures.ts';
import { freshestCell } from './freshest-cell.ts';
import { cellHref, parseRange } from './parse-range.ts';
import { refreshDelay } from './refresh-delay.ts';
import { sickCells, sickNeighbour } from './sick-cells.ts';
import { signalFigure, tickText } from './signal-words.ts';

function cell(name: string, change: Partial<FleetCellView> = {}): FleetCellView {
  return {
    name,
    accountId: '200000000001',
    region: 'eu-west-1',
    cloud: 'aws',
    environment: 'production',
    wave: 'small',
    state: 'in-service',
    health: 'healthy',
    since: '2026-11-24T01:00:00.000Z',
    evidence: [],
    requestsPerSecond: 1,
    errorRatio: 0,
    latencyMs: 1,
    saturationPercent: 1,
    trafficShare: null,
    spark: null,
    releases: [],
    suspect: null,
    ...change,
  };
}

describe('range in the address', () => {
  test('anything unknown is one hour', () => {
    expect(parseRange('24h')).toBe('24h');
    expect(parseRange(['7d', '3h'])).toBe('7d');
    expect(parseRange('2h')).toBe('1h');
    expect(parseRange(undefined)).toBe('1h');
  });

  test('one picture has one address', () => {
    expect(cellHref('a', '1h')).toBe('/cells/a');
    expect(cellHref('a b', '3h')).toBe('/cells/a%20b?range=3h');
  });
});

describe('sick cells', () => {
  const cells = [
    cell('late', { health: 'critical', since: '2026-11-24T01:10:00.000Z' }),
    cell('well'),
    cell('mild', { health: 'degraded' }),
    cell('early', { health: 'critical' }),
    cell('drained', { health: 'critical', state: 'drained' }),
  ];

  test('worst first, the longest sick before the others; not those out of service', () => {
    expect(sickCells(cells)).toEqual(['early', 'late', 'mild']);
  });

  test('walking goes round the end, and enters from a well cell', () => {
    const sick = sickCells(cells);
    expect(sickNeighbour(sick, 'mild', 1)).toBe('early');
    expect(sickNeighbour(sick, 'early', -1)).toBe('mild');
    expect(sickNeighbour(sick, 'well', 1)).toBe('early');
    expect(sickNeighbour(sick, 'well', -1)).toBe('mild');
    expect(sickNeighbour([], 'well', 1)).toBeNull();
    expect(sickNeighbour(['one'], 'one', 1)).toBeNull();
  });
});

describe('what could not be read', () => {
  const failure = { code: 'access-denied' as const, message: 'Denied.', since: '2026-11-24T01:00:00.000Z' };
  const source = (id: string, failures: SourceView['failures'], state: SourceView['state'] = 'error'): SourceView => ({
    id,
    state,
    observedAt: null,
    coverage: { ok: 0, of: 1 },
    failures,
  });

  test("names failures of the cell's account and of whole sources, and not of other cells", () => {
    const sources = [
      source('metrics', [
        { ...failure, accountId: '200000000001', region: 'eu-west-1' },
        { ...failure, accountId: '200000000009' },
      ]),
      source('alarms', [{ ...failure, accountId: '200000000001', region: 'us-east-1' }]),
      source('registry', [failure]),
    ];
    expect(cellFailures(sources, cell('a')).map((each) => each.source)).toEqual(['metrics', 'registry']);
  });

  test('stale and failing sources are told; those that wait, or fail elsewhere, are not', () => {
    const sources = [
      source('a', [], 'stale'),
      source('b', [], 'waiting'),
      source('c', [{ ...failure, accountId: '200000000001' }]),
      source('d', [], 'ok'),
      source('e', [{ ...failure, accountId: '200000000009' }]),
    ];
    expect(staleSources(sources, cell('a')).map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

test('the newer of two judgements is shown', () => {
  const page = { cell: cell('a'), observedAt: '2026-11-24T01:00:00.000Z' } as Parameters<typeof freshestCell>[0];
  const fleet = (observedAt: string) => ({ observedAt, cells: [cell('a', { health: 'critical' })] }) as unknown as FleetView;
  expect(freshestCell(page, fleet('2026-11-24T01:01:00.000Z')).health).toBe('critical');
  expect(freshestCell(page, fleet('2026-11-24T00:59:00.000Z')).health).toBe('healthy');
  expect(freshestCell(page, null).health).toBe('healthy');
});

test('asks again at most once a refresh', () => {
  expect(refreshDelay(100_000, 70_000, 60)).toBe(30_000);
  expect(refreshDelay(200_000, 70_000, 60)).toBe(0);
});

describe('alarms', () => {
  const alarm = (name: string, change: Partial<AlarmView> = {}): AlarmView => ({
    name,
    arn: name,
    kind: 'metric',
    state: 'OK',
    since: null,
    reason: '',
    evaluation: null,
    muted: false,
    actions: [],
    children: [],
    threshold: null,
    votes: true,
    critical: false,
    ignored: false,
    consoleUrl: null,
    ...change,
  });

  test('labels say what an alarm counts for', () => {
    expect(alarmLabels(alarm('a', { critical: true, muted: true }))).toEqual(['critical', 'muted']);
    expect(alarmLabels(alarm('a', { ignored: true, votes: false }))).toEqual(['ignored']);
    expect(alarmLabels(alarm('a', { votes: false, kind: 'composite', evaluation: 'PARTIAL_DATA' }))).toEqual([
      'informs',
      'composite',
      'partial data',
    ]);
  });
});

test('each unit reads as people say it', () => {
  expect(signalFigure('ratio', 0.201)).toEqual({ figure: '20.1', unit: '%' });
  expect(signalFigure('%', 62)).toEqual({ figure: '62.0', unit: '%' });
  expect(signalFigure('requests/s', null)).toEqual({ figure: '–', unit: '/s' });
  expect(tickText('ratio', 0.2)).toBe('20\u00a0%');
  expect(tickText('ms', 1500)).toBe('1.5\u00a0s');
});
