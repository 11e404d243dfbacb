import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, registry } from '../health/fixture.ts';
import { Attribution } from './attribution.ts';
import { dayText } from './calendar.ts';
import { COST_GROUPS, SPREADS } from './cost-ask.ts';
import { allSlots, groupOwners, slotsByOwner } from './cost-sheet.ts';
import { moneyText, parseMoney } from './money.ts';
import { spreadShared } from './spread-shared.ts';
import { ledgersOf, line, MANAGEMENT, THROUGH, thrice } from './testing/cost-world.ts';
import { timelineFrom } from './timeline.ts';
import { TrafficDays } from './traffic-days.ts';

const FIRST = THROUGH - 9;
const CELLS = [1, 2, 3].map((at) => cell(`cell-${at}`, { accountId: `20000000000${at}`, wave: at === 3 ? 'small' : 'large' }));
const REGISTRY = registry(CELLS, {
  organization: {
    name: 'Orbit',
    managementAccountId: MANAGEMENT,
    monitoringAccountId: null,
    accessPortal: null,
    portalRole: null,
    componentTag: null,
  },
});
const randomLine = fc
  .record({
    period: fc.integer({ min: FIRST, max: THROUGH }).map(dayText),
    accountId: fc.constantFrom('200000000001', '200000000002', '200000000003', MANAGEMENT, '300000000001'),
    amount: fc.bigInt(-(10n ** 6n), 10n ** 14n).map(moneyText),
  })
  .map(({ amount, ...rest }) => line({ ...rest, ...thrice(amount) }));

describe('a sheet', () => {
  it('holds each day of the bill to the last digit, however it is grouped and spread', () => {
    fc.assert(
      fc.property(
        fc.array(randomLine, { maxLength: 40 }),
        fc.constantFrom(...SPREADS),
        fc.constantFrom(...COST_GROUPS.filter((group) => group !== 'service' && group !== 'component')),
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 3, maxLength: 3 }),
        (lines, how, group, requests) => {
          const timeline = timelineFrom(ledgersOf(lines, FIRST, THROUGH), FIRST);
          const own = slotsByOwner(timeline, new Attribution(REGISTRY, { accounts: new Map() }), 'unblended');
          const served = Array.from({ length: 10 }, (_, at) => dayText(FIRST + at));
          const traffic = new TrafficDays(
            new Map(CELLS.map(({ name }, at) => [name, served.map((day) => ({ day, requests: requests[at] ?? 0, good: null }))])),
          );
          const { owned } = spreadShared(own, how, traffic, { first: FIRST, last: THROUGH });
          const rows = allSlots(groupOwners(owned, group), 10);
          for (let day = FIRST; day <= THROUGH; day++) {
            const bill = lines.filter(({ period }) => period === dayText(day)).reduce((sum, one) => sum + parseMoney(one.unblended), 0n);
            expect(rows[day - FIRST]).toBe(bill);
          }
        },
      ),
    );
  });
});
