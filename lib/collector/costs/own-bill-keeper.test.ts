import { describe, expect, it } from 'vitest';
import type { Meter } from '#lib/aws/meter.ts';
import type { OwnCalls } from '#lib/domain/cost/build-own-bill.ts';
import type { PriceClass } from '#lib/domain/cost/price-class.ts';
import { createLog } from '#lib/log.ts';
import { OwnBillKeeper } from './own-bill-keeper.ts';

const NOW = Date.UTC(2026, 10, 24, 20);

/** A store that counts, and processes that use it. */
function office() {
  const kept: OwnCalls[] = [];
  const store = { addOwnCalls: async (calls: readonly OwnCalls[]) => void kept.push(...calls), ownCalls: async () => kept.slice() };
  const open = () => {
    const counted = new Map<PriceClass, number>();
    const collect = () => {
      const taken = [...counted];
      counted.clear();
      return taken;
    };
    const keeper = new OwnBillKeeper({
      meter: { collect } as unknown as Meter,
      store: store as never,
      clock: { now: () => NOW },
      log: createLog('error', (line) => expect.fail(line)),
      budgetUsd: null,
    });
    return { keeper, count: (units: number) => counted.set('cost-explorer', units), calls: () => keeper.bill([]).classes[0]?.calls };
  };
  return { kept, open };
}

describe('the bill of our own calls', () => {
  it('counts what another process counted, once each wrote, and nothing twice', async () => {
    const { open } = office();
    const [here, there] = [open(), open()];
    here.count(3);
    await here.keeper.save();
    there.count(4);
    expect(there.calls()).toBe(4);
    await there.keeper.save();
    expect(there.calls()).toBe(7);
    here.count(1);
    expect(here.calls()).toBe(4);
    await here.keeper.save();
    expect(here.calls()).toBe(8);
  });

  it('keeps what was counted while it was written', async () => {
    const { open } = office();
    const { keeper, count, calls } = open();
    count(3);
    const saving = keeper.save();
    count(2);
    expect(calls()).toBe(5);
    await saving;
    expect(calls()).toBe(5);
    await keeper.save();
    expect(calls()).toBe(5);
  });
});
