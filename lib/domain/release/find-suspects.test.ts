import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, memory, registry as registryOf } from '../health/fixture.ts';
import type { CellVerdict, Evidence } from '../health/verdict.ts';
import { MINUTE } from '../series.ts';
import { findSuspects } from './find-suspects.ts';
import { ago, NOW } from './fixture.ts';
import type { Rollout, Visit } from './rollout.ts';
import { rolloutOf, visitOf } from './testing/rollout-of.ts';

const NAMES = Array.from({ length: 26 }, (_, i) => `c${i}`);
const fleet = registryOf(NAMES.map((name, i) => cell(name, { region: ['eu-west-1', 'us-east-1', 'ap-northeast-1'][i % 3] as string })));
const well: CellVerdict = { health: 'healthy', since: ago(10_000), evidence: [], memory: memory(), baselinePerMinute: 1_000 };

function sickSince(minutes: number, changes: Partial<Evidence> = {}, health: Evidence['health'] = 'critical'): CellVerdict {
  const since = ago(minutes);
  const evidence: Evidence = {
    kind: 'error-budget',
    health,
    text: 'errors 20 %',
    detail: '',
    signal: 'errors',
    since,
    informs: false,
    ...changes,
  };
  return { ...well, health, since, evidence: [evidence] };
}

const suspects = (sick: Readonly<Record<string, CellVerdict>>, rollouts: readonly Rollout[], registry = fleet) =>
  findSuspects({ registry, cells: new Map(NAMES.map((name) => [name, sick[name] ?? well])), rollouts, now: NOW });
const router = (cells: readonly string[], visit: Visit | ((name: string) => Visit), component = 'router') =>
  rolloutOf(component, ['small'], new Map(cells.map((name) => [name, [typeof visit === 'function' ? visit(name) : visit]])));
const first = (count: number) => NAMES.slice(0, count);
const alike = (count: number, verdict: CellVerdict) => Object.fromEntries(first(count).map((name) => [name, verdict]));

describe('suspects', () => {
  it('name the release with its contrast, and how long after it the sickness began', () => {
    const found = suspects(alike(2, sickSince(6)), [router(first(2), visitOf('2f9c1', ago(10)))]);
    expect([...found.keys()]).toEqual(['c0', 'c1']);
    expect(found.get('c0')).toMatchObject({
      component: 'router',
      revision: '2f9c1',
      contrast: '2 of 2 cells with 2f9c1 sick, 0 of 24 without',
      text: ', four minutes after router 2f9c1 reached it',
      sickWith: 2,
      with: 2,
      sickWithout: 0,
      without: 24,
      arrivedAt: ago(10),
      since: ago(6),
    });
    expect(found.get('c0')?.certainty).toBeGreaterThan(0.9);
  });

  it('take two of eight that fell sick together for a pattern, but not one of two', () => {
    const eight = router(first(8), (name) => visitOf('2f9c1', ago(name < 'c2' ? 10 : 80)));
    expect(suspects(alike(2, sickSince(6)), [eight]).size).toBe(2);
    expect(suspects(alike(1, sickSince(6)), [router(first(2), visitOf('2f9c1', ago(10)))]).size).toBe(0);
    expect(suspects(alike(1, sickSince(6)), [router(first(1), visitOf('2f9c1', ago(10)))]).size).toBe(1);
  });

  it('name none where most cells have had it for long and are well', () => {
    expect(suspects(alike(2, sickSince(6)), [router(first(20), visitOf('2f9c1', ago(45)))]).size).toBe(0);
  });

  it('name none for what began before, or long after', () => {
    const of = (visit: Visit) => suspects(alike(3, sickSince(20)), [router(first(3), visit)]).size;
    expect(of(visitOf('a', ago(19)))).toBe(0);
    expect(of(visitOf('a', ago(20) + 30_000))).toBe(3);
    const ended = (minutes: number) => ({
      startedAt: ago(200),
      endsAt: ago(minutes),
      stoppedAt: ago(minutes),
      status: 'succeeded' as const,
    });
    expect(of(visitOf('a', ago(60), { bake: ended(40) }))).toBe(3);
    expect(of(visitOf('a', ago(60), { bake: ended(51) }))).toBe(0);
    expect(of(visitOf('a', ago(49), { bake: null, deployedAt: ago(48) }))).toBe(3);
    expect(of(visitOf('a', ago(60), { bake: null, deployedAt: ago(51) }))).toBe(0);
    // The watch is still to begin: other cells are being deployed to.
    expect(of(visitOf('a', ago(60), { bake: null, deployedAt: ago(55), watchPending: true }))).toBe(3);
    expect(of(visitOf('a', ago(60), { leftAt: ago(30) }))).toBe(0);
  });

  it('keep naming the bad release once it has been rolled back', () => {
    const back = visitOf('41ad0', ago(2), { type: 'ROLLBACK' });
    const bad = visitOf('2f9c1', ago(20), { leftAt: ago(2) });
    const rollout = rolloutOf('router', ['small'], new Map(first(3).map((name) => [name, [back, bad]])));
    expect([...suspects(alike(3, sickSince(16)), [rollout]).values()].map((one) => one.revision)).toEqual(['2f9c1', '2f9c1', '2f9c1']);
  });

  it('put what is told only after a quick rollback down to what was rolled back', () => {
    const cells = (back: number) =>
      new Map(
        first(3).map((name) => [
          name,
          [visitOf('41ad0', ago(back), { type: 'ROLLBACK' }), visitOf('2f9c1', ago(back + 3), { leftAt: ago(back) })],
        ]),
      );
    // Alarms went off in two cells before it was deployed, and in the third a minute after.
    const soon = { ...alike(2, sickSince(4.5)), c2: sickSince(3) };
    const named = [...suspects(soon, [rolloutOf('router', ['small'], cells(4))]).values()];
    expect(named.map(({ revision, rival }) => [revision, rival])).toEqual(Array(3).fill(['2f9c1', null]));
    // What it went back to may be bad as well, and is named once the other can't be.
    const late = suspects(alike(3, sickSince(4)), [rolloutOf('router', ['small'], cells(12))]);
    expect([...late.values()].map(({ revision }) => revision)).toEqual(Array(3).fill('41ad0'));
    // Nobody was sick when somebody went back: what comes at once comes of going back.
    const broke = suspects(alike(3, sickSince(4)), [rolloutOf('router', ['small'], cells(5))]);
    expect([...broke.values()].map(({ revision }) => revision)).toEqual(Array(3).fill('41ad0'));
  });

  it('prefer the release that is in the sick cells alone', () => {
    const wide = router(first(12), visitOf('wide', ago(10)), 'auth');
    const narrow = router(first(3), visitOf('narrow', ago(10)));
    expect([...suspects(alike(3, sickSince(6)), [wide, narrow]).values()].every((one) => one.revision === 'narrow')).toBe(true);
  });

  it('say how sure they are: two releases alike share the blame', () => {
    const two = ['router', 'auth'].map((name) => router(first(3), visitOf(name, ago(10)), name));
    const found = suspects(alike(3, sickSince(6)), two).get('c0');
    expect(found?.certainty).toBeGreaterThan(0.4);
    expect(found?.certainty).toBeLessThan(0.6);
    expect(found?.rival).toMatchObject({ component: found?.component === 'router' ? 'auth' : 'router', sickWith: 3, close: true });
    expect(suspects(alike(3, sickSince(6)), two.slice(1)).get('c0')?.rival).toBeNull();
  });

  it('name none when the whole fleet, or a whole Region, fell together', () => {
    const everywhere = Object.fromEntries(NAMES.map((name) => [name, sickSince(6)]));
    expect(suspects(everywhere, [router(first(4), visitOf('a', ago(10)))]).size).toBe(0);
    const region = Object.fromEntries(fleet.cells.filter((one) => one.region === 'eu-west-1').map((one) => [one.name, sickSince(6)]));
    expect(suspects(region, [router(first(12), visitOf('a', ago(10)))]).size).toBe(0);
  });

  it('leave out cells that could not be read, and those out of service', () => {
    const unread = sickSince(6, { kind: 'missing', unread: true }, 'no-data');
    expect(suspects(alike(2, unread), [router(first(2), visitOf('a', ago(10)))]).size).toBe(0);
    const found = suspects({ ...alike(2, sickSince(6)), c9: unread }, [router(first(2), visitOf('a', ago(10)))]);
    expect(found.get('c0')?.without).toBe(23);
    const drained = { ...fleet, cells: fleet.cells.map((one) => ({ ...one, state: 'drained' as const })) };
    expect(suspects(alike(2, sickSince(6)), [router(first(2), visitOf('a', ago(10)))], drained).size).toBe(0);
    // A cell that was read and has nothing to tell is as sick as any.
    const silent = sickSince(6, { kind: 'missing' }, 'no-data');
    expect(suspects(alike(2, silent), [router(first(2), visitOf('a', ago(10)))]).size).toBe(2);
  });

  it('take the degradation that led up to it for its beginning, but not another story', () => {
    const led = (minutes: number): CellVerdict => {
      const verdict = sickSince(6);
      return { ...verdict, evidence: [...verdict.evidence, ...sickSince(minutes, {}, 'degraded').evidence] };
    };
    const rollouts = [router(first(3), visitOf('a', ago(10)))];
    expect(suspects(alike(3, led(12)), rollouts).size).toBe(0);
    expect(suspects(alike(3, led(9)), rollouts).get('c0')?.since).toBe(ago(9));
    expect(suspects(alike(3, led(3_000)), rollouts).size).toBe(3);
  });

  it('name none without rollouts, and stay finite with a thousand sick cells', () => {
    expect(suspects(alike(3, sickSince(6)), []).size).toBe(0);
    const many = Array.from({ length: 1_000 }, (_, i) => cell(`m${i}`));
    const rollout = rolloutOf('router', ['small'], new Map(many.slice(0, 500).map(({ name }) => [name, [visitOf('a', ago(10))]])));
    const cells = new Map(many.map(({ name }, i) => [name, i < 500 ? sickSince(5 + (i % 4)) : well]));
    const found = findSuspects({ registry: registryOf(many), cells, rollouts: [rollout], now: NOW });
    expect(found.size).toBe(500);
    expect(found.get('m0')?.contrast).toBe('500 of 500 cells with a sick, 0 of 500 without');
  });

  it('never name a release that was not in the cell when it fell sick, or up to half an hour before', () => {
    const stay = fc.record({
      cell: fc.constantFrom(...first(6)),
      arrived: fc.integer({ min: 0, max: 300 }),
      baked: fc.integer({ min: 1, max: 60 }),
    });
    const fallen = fc.dictionary(fc.constantFrom(...first(8)), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 8 }), fallen, (stays, sick) => {
        const visits = new Map(
          stays.map(({ cell: name, arrived, baked }) => {
            const over = arrived - baked > 0;
            const end = ago(arrived - baked);
            const bake = {
              startedAt: ago(arrived),
              endsAt: end,
              stoppedAt: over ? end : null,
              status: over ? ('succeeded' as const) : ('running' as const),
            };
            return [name, [visitOf('a', ago(arrived), { bake, deployedAt: ago(arrived) })]] as const;
          }),
        );
        const verdicts = Object.fromEntries(Object.entries(sick).map(([name, minutes]) => [name, sickSince(minutes)]));
        for (const [name, suspect] of suspects(verdicts, [rolloutOf('router', ['small'], visits)])) {
          const visit = visits.get(name)?.[0] as Visit;
          expect(suspect.since).toBeGreaterThanOrEqual(visit.arrivedAt - MINUTE);
          if (visit.bake?.status === 'succeeded') expect(suspect.since).toBeLessThanOrEqual((visit.bake.stoppedAt ?? 0) + 30 * MINUTE);
          expect(suspect.certainty).toBeGreaterThanOrEqual(0);
          expect(suspect.certainty).toBeLessThanOrEqual(1);
          expect(suspect.sickWith).toBeGreaterThan(0);
        }
      }),
    );
  });
});
