import { describe, expect, it } from 'vitest';
import type { Rollout, StageRollout, Suspect } from '../release/rollout.ts';
import { rolloutOf } from '../release/testing/rollout-of.ts';
import { suspectOf } from '../release/testing/suspect-of.ts';
import { MINUTE } from '../series.ts';
import { alarm, cell, LAST, memory, registry } from './fixture.ts';
import { writeHeadline } from './headline.ts';
import { summarize } from './summary.ts';
import type { CellVerdict, Evidence, FleetVerdict, Health } from './verdict.ts';
import { withSuspects } from './with-suspects.ts';

const since = (LAST - 5) * MINUTE;
const suspect = suspectOf({
  contrast: '2 of 2 cells with 2f9c1 sick, 0 of 20 without',
  with: 2,
  without: 20,
  arrivedAt: since - 4 * MINUTE,
  since,
});

function verdict(health: Health, ...informing: Evidence[]): CellVerdict {
  const own: Evidence[] =
    health === 'healthy'
      ? []
      : [{ kind: 'error-budget', health, text: 'errors 20 %', detail: '', signal: 'errors', since, informs: false }];
  return { health, since, evidence: [...own, ...informing], memory: memory(), baselinePerMinute: 1_000 };
}

function judge(states: readonly CellVerdict[], suspects: Readonly<Record<string, Suspect>>, rollouts: readonly Rollout[] = []) {
  const fleet = registry(states.map((_, i) => cell(`c${i}`)));
  const cells = new Map(states.map((state, i) => [`c${i}`, state]));
  const summary = summarize(fleet, cells);
  const plain: FleetVerdict = {
    at: 0,
    cells,
    shared: new Map(),
    findings: [],
    summary,
    headline: writeHeadline({ registry: fleet, cells, findings: [], summary }),
  };
  return { plain, named: withSuspects(plain, fleet, { rollouts, suspects: new Map(Object.entries(suspects)) }) };
}

function router(...changes: Partial<StageRollout>[]): Rollout {
  const rollout = rolloutOf('router', ['small', 'medium'], new Map());
  return { ...rollout, stages: rollout.stages.map((stage, i) => ({ ...stage, ...changes[i] })) };
}

describe('a sickness put down to a release', () => {
  it('is told in the headline, with its contrast and how far the release is', () => {
    const by = 'arn:aws:sts::100000000003:assumed-role/CellwatchController/operator';
    const rollout = router(
      { executionId: 'new', place: 'baking' },
      { paused: { by, at: since + 2 * MINUTE, reason: null, owner: null, until: null } },
    );
    const { headline } = judge([verdict('critical'), verdict('healthy')], { c0: suspect }, [rollout]).named;
    expect(headline).toEqual({
      health: 'critical',
      lead: 'c0 is critical since 02:14',
      rest: ', four minutes after router 2f9c1 reached it.',
      detail:
        '2 of 2 cells with 2f9c1 are sick, 0 of 20 without. 50 % of customer traffic at risk. router is paused before wave medium by operator, 02:16.',
      cell: 'c0',
    });
  });

  it('says where the release is while nothing is paused', () => {
    const of = (stage: Partial<StageRollout>) =>
      judge([verdict('critical'), verdict('healthy')], { c0: suspect }, [router({ executionId: 'new', ...stage })]).named.headline.detail;
    expect(of({ place: 'baking' })).toContain('router bakes in wave small.');
    expect(of({ place: 'deploying' })).toContain('router is being deployed to wave small.');
    expect(of({ place: 'failed' })).toContain('router failed in wave small.');
    expect(of({ place: 'done' })).toMatch(/at risk\.$/);
  });

  it('names another release that it may be as well', () => {
    const rival = { component: 'auth', revision: 'c03d5', executionId: 'other', sickWith: 2, close: false };
    const { headline, cells } = judge([verdict('critical'), verdict('healthy')], { c0: { ...suspect, rival } }).named;
    expect(headline.rest).toBe(', four minutes after router 2f9c1 reached it.');
    expect(headline.detail).toContain('0 of 20 without. It may be auth c03d5 as well.');
    expect(cells.get('c0')?.evidence[1]?.text).toBe('after router 2f9c1');
  });

  it('names two that are about as likely in headline and evidence, with the cells that had both', () => {
    const rival = { component: 'auth', revision: 'c03d5', executionId: 'other', sickWith: 2, close: true };
    const { headline, cells } = judge([verdict('critical'), verdict('healthy')], { c0: { ...suspect, rival } }).named;
    expect(headline.rest).toBe(', four minutes after router 2f9c1 reached it, or auth c03d5.');
    expect(headline.detail).toContain('0 of 20 without. Or it is auth c03d5, about as likely: in 2 of 2 sick cells too.');
    expect(cells.get('c0')?.evidence[1]).toMatchObject({
      text: 'after router 2f9c1 or auth c03d5',
      detail: expect.stringContaining('in 2 of 2 sick cells too. Look at these two releases first.'),
    });
  });

  it('is told of several cells too', () => {
    const { headline } = judge([verdict('critical'), verdict('critical'), verdict('degraded')], { c0: suspect, c1: suspect }).named;
    expect(headline.lead).toBe('2 cells critical');
    expect(headline.detail).toContain('2 of 2 cells with router 2f9c1 are sick, 0 of 20 without.');
  });

  it('is evidence that informs, after what votes and before all else', () => {
    const informing: Evidence = {
      kind: 'alarm',
      health: 'degraded',
      text: alarm('x').name,
      detail: '',
      signal: null,
      since,
      informs: true,
    };
    const { named, plain } = judge([verdict('critical', informing)], { c0: suspect });
    expect(named.cells.get('c0')?.evidence.map((one) => one.kind)).toEqual(['error-budget', 'release', 'alarm']);
    expect(named.cells.get('c0')?.evidence[1]).toMatchObject({
      text: 'after router 2f9c1',
      detail:
        'It fell sick four minutes after router 2f9c1 reached it. 2 of 2 cells with 2f9c1 are sick, 0 of 20 without. Look at that release first.',
      informs: true,
    });
    expect(plain.cells.get('c0')?.evidence).toHaveLength(2);
    expect({ ...named, cells: 0, headline: 0 }).toEqual({ ...plain, cells: 0, headline: 0 });
  });

  it('changes nothing where no release is suspected, or the cell is well', () => {
    const none = judge([verdict('critical')], {});
    expect(none.named).toBe(none.plain);
    const well = judge([verdict('healthy')], { c0: suspect });
    expect(well.named.cells.get('c0')?.evidence).toEqual([]);
  });
});
