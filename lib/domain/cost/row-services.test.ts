import { describe, expect, it } from 'vitest';
import { buildCosts } from './build-costs.ts';
import { type CostAsk, parseCostAsk } from './cost-ask.ts';
import { knowCosts } from './known-costs.ts';
import { parseMoney } from './money.ts';
import { rowServices } from './row-services.ts';
import { factsOf, quietWorld, THROUGH } from './testing/cost-world.ts';

const world = quietWorld({ cells: 6, days: 80 });
const known = knowCosts(factsOf(world.lines, world.first, { traffic: world.traffic }), world.registry);

function ask(query: Partial<Record<keyof CostAsk, string>>): CostAsk {
  const parsed = parseCostAsk(query, { today: THROUGH + 1, through: THROUGH });
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}

describe('the services behind a row', () => {
  it.each([
    {},
    { shared: 'traffic' },
    { group: 'wave', metric: 'unblended', shared: 'evenly' },
    { group: 'service' },
    { group: 'region', period: 'last-month' },
  ])('add up to it, now and before (%j)', (query) => {
    const built = buildCosts(known, ask(query));
    if (!built.ok) throw new Error(built.refusal);
    for (const row of built.value.rows) {
      const services = rowServices(known, ask(query), row.id);
      if (!services.ok) throw new Error(services.refusal);
      const sum = (of: 'cost' | 'previous') => services.value.reduce((all, one) => all + parseMoney(one[of] ?? '0'), 0n);
      // A row's cents are rounded together with those of the other rows.
      expect(Math.abs(Number(sum('cost') - parseMoney(row.cost ?? '0')))).toBeLessThanOrEqual(1e8);
      expect(Math.abs(Number(sum('previous') - parseMoney(row.previous ?? '0')))).toBeLessThanOrEqual(1e8);
    }
  });

  it('name their owners where a row has several', () => {
    const one = rowServices(known, ask({}), 'cell:cell-0001');
    expect(one.ok && new Set(one.value.map(({ owner }) => owner))).toEqual(new Set([null]));
    const several = rowServices(known, ask({ group: 'wave' }), 'wave:large');
    expect(several.ok && new Set(several.value.map(({ owner }) => owner))).toEqual(new Set(['cell-0002', 'cell-0005']));
  });

  it('are refused for a row that is not there', () => {
    expect(rowServices(known, ask({}), 'cell:nobody')).toEqual({ ok: false, refusal: 'No row "cell:nobody" has costs in this period.' });
    expect(rowServices(known, ask({ group: 'component' }), 'component:router')).toMatchObject({ ok: false });
  });
});
