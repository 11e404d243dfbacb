import { expect, test } from 'vitest';
import type { EvidenceView, FleetCellView } from '#lib/views/fleet-view.ts';
import { cellReason } from './cell-reason.ts';

const SINCE = '2026-11-24T02:14:00.000Z';

function evidence(kind: EvidenceView['kind'], text: string, informs = false): EvidenceView {
  return { kind, text, informs, health: 'critical', detail: '', signal: null, since: SINCE };
}

function cell(over: Partial<FleetCellView>): FleetCellView {
  return { state: 'in-service', health: 'critical', since: SINCE, evidence: [], ...over } as FleetCellView;
}

test('a healthy cell needs no reason', () => {
  expect(cellReason(cell({ health: 'healthy' }))).toBeNull();
});

test('the worst evidence, how long, and the alarms beside it', () => {
  const reason = cellReason(cell({ evidence: [evidence('error-budget', 'errors 20.1 %'), evidence('alarm', '3 alarms')] }));
  expect(reason).toEqual({ before: 'errors 20.1 %', beside: '', since: Date.parse(SINCE), after: '3 alarms' });
});

test('what a figure is compared with stands apart; what an alarm is called does not', () => {
  const reason = (text: string) => cellReason(cell({ evidence: [evidence('latency', text)] }));
  expect(reason('latency 606 ms, objective 400')).toMatchObject({ before: 'latency 606 ms', beside: ', objective 400' });
  expect(reason('errors 50 %, its wave 0.019 %')).toMatchObject({ before: 'errors 50 %', beside: ', its wave 0.019 %' });
  expect(reason('alarm latency-high, muted')).toMatchObject({ before: 'alarm latency-high, muted', beside: '' });
});

test('words that already tell a time are not followed by another', () => {
  expect(cellReason(cell({ health: 'no-data', evidence: [evidence('missing', 'no data 6 min')] }))?.since).toBeNull();
});

test('evidence that only informs is no reason', () => {
  const reason = cellReason(cell({ evidence: [evidence('alarm', '1 alarm'), evidence('alarm', 'child', true)] }));
  expect(reason).toMatchObject({ before: '1 alarm', after: '' });
});

test('out of service keeps its health readable', () => {
  expect(cellReason(cell({ state: 'drained', health: 'healthy' }))?.before).toBe('drained · healthy');
  expect(cellReason(cell({ state: 'building', evidence: [evidence('error-budget', 'errors 4 %')] }))?.before).toBe(
    'being built · errors 4 %',
  );
});
