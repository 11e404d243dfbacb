import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { cell, LAST, memory, registry } from './fixture.ts';
import { writeHeadline } from './headline.ts';
import { summarize } from './summary.ts';
import type { CellVerdict, Evidence, Finding, Health } from './verdict.ts';

const since = (LAST - 5) * MINUTE;

function verdict(health: Health, text: string, changes: Partial<CellVerdict> = {}): CellVerdict {
  const evidence: Evidence[] =
    health === 'healthy' ? [] : [{ kind: 'error-budget', health, text, detail: '', signal: 'errors', since, informs: false }];
  return { health, since, evidence, memory: memory(), baselinePerMinute: 1_000, ...changes };
}

function write(states: readonly CellVerdict[], findings: readonly Finding[] = [], outOfService: readonly number[] = []) {
  const names = states.map((_, i) => `c${i}`);
  const fleet = registry(names.map((name, i) => cell(name, outOfService.includes(i) ? { state: 'drained' } : {})));
  const cells = new Map(names.map((name, i) => [name, states[i] as CellVerdict]));
  return writeHeadline({ registry: fleet, cells, findings, summary: summarize(fleet, cells) });
}
const sentence = ({ lead, rest }: { lead: string; rest: string }) => lead + rest;
const well = verdict('healthy', '');

describe('headline', () => {
  it('names the one sick cell, why, and what it carries', () => {
    const one = write([verdict('critical', 'errors 20.1 %'), well, well, well]);
    expect(sentence(one)).toBe('c0 is critical since 02:14: errors 20.1 %.');
    expect(one).toMatchObject({ health: 'critical', cell: 'c0', detail: '25 % of customer traffic at risk.' });
    expect(sentence(write([verdict('no-data', 'no data 6 min · access denied'), well]))).toBe(
      'c0 gives no data since 02:14: no data 6 min · access denied.',
    );
  });

  it('counts several, and tells the first', () => {
    const states = [verdict('critical', 'a'), verdict('critical', 'b', { since: since - MINUTE }), verdict('degraded', 'c'), well];
    const several = write(states);
    expect(sentence(several)).toBe('2 cells critical, 1 degraded of 4.');
    expect(several.detail).toBe('First c1, at 02:13: b. 75 % of customer traffic at risk.');
    expect(several.cell).toBeNull();
  });

  it('puts a finding about the fleet first, unless a cell is worse', () => {
    const finding: Finding = { kind: 'fleet-falling', health: 'critical', text: 'Traffic fell.', since, cells: [], region: null };
    expect(write([verdict('critical', 'a'), well], [finding]).lead).toBe('Traffic fell.');
    const mild = write([verdict('critical', 'a'), well], [{ ...finding, health: 'degraded' }]);
    expect(mild.lead).toBe('c0 is critical since 02:14');
    expect(mild.detail).toContain('Traffic fell.');
    expect(write([well], [finding])).toMatchObject({ health: 'critical', lead: 'Traffic fell.' });
  });

  it('says healthy only of a fleet of which every cell that counts is', () => {
    expect(write([well, well]).lead).toBe('All 2 cells are healthy.');
    expect(write([well, verdict('critical', 'x')], [], [1]).lead).toBe('The one cell is healthy.');
    expect(write([well], [], [0])).toMatchObject({ health: 'no-data', lead: 'No cell is in service.' });
    expect(write([])).toMatchObject({ health: 'no-data' });
  });

  it('waits for the first data', () => {
    const waiting = verdict('no-data', 'waiting for first data', { memory: memory({ lastMinute: -1 }) });
    expect(write([waiting, waiting]).lead).toBe('Waiting for first data from 2 cells.');
    expect(sentence(write([waiting, well]))).toBe('c0 gives no data: waiting for first data.');
  });
});
