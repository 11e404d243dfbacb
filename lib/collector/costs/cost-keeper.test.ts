import { afterEach, describe, expect, it } from 'vitest';
import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { buildCosts } from '#lib/domain/cost/build-costs.ts';
import { dayOf, dayText, monthText, parseDay } from '#lib/domain/cost/calendar.ts';
import { parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { createLog } from '#lib/log.ts';
import { type CostBed, costBed } from '../testing/cost-bed.ts';
import type { CostKeeper } from './cost-keeper.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 24, 20);
let bed: CostBed;
afterEach(() => bed?.close());

const paid = async () => (await bed.truth()).requests.paid;
async function known(keeper: CostKeeper): Promise<KnownCosts> {
  await keeper.tick();
  if (!keeper.known) throw new Error(`nothing is known: ${keeper.failure?.message}`);
  return keeper.known;
}
const picture = (costs: KnownCosts, query: Parameters<typeof parseCostAsk>[0]) => {
  const through = parseDay(costs.facts.fetch.throughDay ?? '') ?? 0;
  const ask = parseCostAsk(query, { today: dayOf(bed.clock.now()), through });
  if (!ask.ok) throw new Error('refused');
  const built = buildCosts(costs, ask.value);
  if (!built.ok) throw new Error(JSON.stringify(built));
  return built.value;
};

describe('the first fetch', () => {
  it('reads 13 months by month and 90 days by day, traffic and accounts, and says what it cost', async () => {
    bed = await costBed({ cells: 24, at: START });
    const keeper = bed.make();
    const { facts } = await known(keeper);
    expect([facts.months.covered?.first, facts.months.covered?.last].map((month) => monthText(month ?? 0))).toEqual(['2025-11', '2026-11']);
    expect(dayText(facts.days.covered?.first ?? 0)).toBe('2026-08-26');
    expect(facts.fetch).toMatchObject({
      fetchedAt: START,
      currency: 'USD',
      requests: await paid(),
      failure: null,
      throughDay: '2026-11-24',
    });
    expect(facts.fetch.estimatedDays[0]).toBe('2026-11-01');
    expect(facts.fetch.usd).toBe(String(facts.fetch.requests / 100));
    expect(facts.accounts.size).toBe(bed.world.accounts.size);
    expect(facts.components?.key).toBe('component');
    const cell = bed.document.cells[0].name;
    expect(facts.traffic.get(cell)).toHaveLength(90);
    expect(facts.traffic.get(cell)?.at(-1)).toMatchObject({ day: '2026-11-23', requests: expect.any(Number), good: expect.any(Number) });
    expect(keeper.nextFetch).toBe(START + 12 * HOUR);
  });

  it('finds the anomaly and the idle cell of the bill, and the accounts that no cell claims', async () => {
    bed = await costBed({ cells: 24, at: START });
    const costs = await known(bed.make());
    const truth = await bed.truth();
    expect(costs.anomalies[0]).toMatchObject({ owner: truth.anomaly?.cell, service: truth.anomaly?.service });
    const shown = picture(costs, { period: '30d' });
    expect(shown.idle.map(({ cell }) => cell)).toContain(truth.idle?.cell);
  });
});

describe('a restart, and another replica', () => {
  it('pay nothing, and show the same', async () => {
    bed = await costBed({ cells: 6, at: START });
    const before = await known(bed.make());
    const cost = await paid();
    bed.clock.time += HOUR;
    const after = await known(await bed.restart());
    const other = await known(bed.make({ holder: 'there' }));
    expect(await paid()).toBe(cost);
    for (const costs of [after, other]) {
      expect(costs.facts.fetch).toEqual(before.facts.fetch);
      expect(picture(costs, { period: 'last-month' }).total).toEqual(picture(before, { period: 'last-month' }).total);
    }
  });

  it('do not ask together: one pays, the other takes it over', async () => {
    bed = await costBed({ cells: 6, at: START });
    const [here, there] = [bed.make({ holder: 'here' }), bed.make({ holder: 'there' })];
    await Promise.all([here.tick(), there.tick(), here.tick(), there.tick()]);
    const once = (here.known ?? there.known)?.facts.fetch.requests;
    expect(await paid()).toBe(once);
    await Promise.all([here.tick(), there.tick()]);
    expect([here.known?.facts.fetch.fetchedAt, there.known?.facts.fetch.fetchedAt]).toEqual([START, START]);
    expect(await paid()).toBe(once);
  });

  it('take over a fetch that crashed, when its time is over', async () => {
    bed = await costBed({ cells: 6, at: START });
    await bed.store().claimCosts('crashed', START, START + HOUR, null);
    const keeper = bed.make();
    await keeper.tick();
    expect([keeper.known, await paid()]).toEqual([null, 0]);
    bed.clock.time += HOUR;
    await known(keeper);
  });
});

describe('a refresh', () => {
  it('comes after COST_REFRESH_HOURS, reads the open month alone, and pays by its schedule however many look', async () => {
    bed = await costBed({ cells: 6, at: Date.UTC(2026, 10, 1, 1) });
    const keeper = bed.make();
    let scheduled = (await known(keeper)).facts.fetch.requests;
    let last = bed.clock.time;
    let fetches = 1;
    for (let hour = 3; hour <= 30 * 24; hour += 3) {
      bed.clock.time += 3 * HOUR;
      await Promise.all([keeper.tick(), keeper.tick()]);
      for (let viewer = 0; viewer < 50; viewer++) if (!keeper.known) throw new Error('lost');
      const { fetch } = (await known(keeper)).facts;
      if (fetch.fetchedAt === last) continue;
      last = fetch.fetchedAt ?? 0;
      fetches++;
      scheduled += fetch.requests;
      expect(fetch.requests).toBe(5);
      expect(fetch.fetchedAt).toBe(bed.clock.time);
    }
    expect(fetches).toBe(1 + 60);
    expect(await paid()).toBe(scheduled);
    const { months } = (await known(keeper)).facts;
    expect(monthText(months.covered?.last ?? 0)).toBe('2026-11');
  }, 120_000);

  it('adds up to what Cost Explorer says of a month that closed meanwhile', async () => {
    bed = await costBed({ cells: 6, at: Date.UTC(2026, 9, 30, 20) });
    const keeper = bed.make();
    await known(keeper);
    for (const day of [2, 6, 8, 10]) {
      bed.clock.time = Date.UTC(2026, 10, day, 12);
      await known(keeper);
    }
    const fresh = bed.make({ holder: 'fresh', store: await bed.otherStore() });
    expect(picture(await known(keeper), { period: '2026-10', metric: 'unblended' }).total.exact).toBe(
      picture(await known(fresh), { period: '2026-10', metric: 'unblended' }).total.exact,
    );
  });
});

describe('a fetch that fails', () => {
  it.each([
    ['not-enabled', /Cost Explorer is not enabled: open it once/],
    ['data-unavailable', /no figures yet/],
  ])('is told as %s, keeps the last figures, and is tried again within the hour, free of charge', async (code, words) => {
    bed = await costBed({ cells: 6, at: START });
    const keeper = bed.make();
    const before = await known(keeper);
    const cost = await paid();
    await bed.explorer(code);
    bed.clock.time += 12 * HOUR;
    for (let minute = 0; minute < 60; minute++) {
      await keeper.tick();
      bed.clock.time += 60_000;
    }
    expect(keeper.failure).toMatchObject({ code, message: expect.stringMatching(words), since: START + 12 * HOUR });
    expect(keeper.known?.facts.fetch).toEqual({ ...before.facts.fetch, failure: keeper.failure });
    const { requests } = await bed.truth();
    expect([requests.paid, requests.failed]).toEqual([cost, 1]);
    await bed.explorer('enabled');
    await keeper.tick();
    expect(keeper.failure).toBeNull();
    expect(keeper.known?.facts.fetch.fetchedAt).toBe(START + 13 * HOUR);
  });

  it('is over when another fetched', async () => {
    bed = await costBed({ cells: 6, at: START });
    const [here, there] = [bed.make(), bed.make({ holder: 'there' })];
    await bed.explorer('not-enabled');
    await here.tick();
    expect(here.failure?.code).toBe('not-enabled');
    await bed.explorer('enabled');
    bed.clock.time += HOUR;
    await known(there);
    expect((await known(here)).facts.fetch).toMatchObject({ fetchedAt: START + HOUR, failure: null });
    expect([here.failure, here.nextFetch]).toEqual([null, START + 13 * HOUR]);
  });

  it('is told and waited for by a restart and by another replica too, but not when the registry names another role', async () => {
    bed = await costBed({ cells: 6, at: START });
    await bed.explorer('not-enabled');
    await bed.make().tick();
    for (const keeper of [await bed.restart(), bed.make({ holder: 'there' })]) {
      bed.clock.time += 59_000;
      await keeper.tick();
      expect(keeper.failure).toMatchObject({ code: 'not-enabled', since: START });
      expect(keeper.nextFetch).toBe(START + HOUR);
    }
    expect((await bed.truth()).requests).toMatchObject({ paid: 0, failed: 1 });
    await bed.explorer('enabled');
    const { roles } = bed.document;
    const keeper = bed.make({ holder: 'renamed' }, bed.registryOf({ ...bed.document, roles: { ...roles, costs: `${roles.costs}Else` } }));
    await keeper.tick();
    expect(keeper.failure?.message).toContain('Else');
    keeper.follow(bed.registryOf());
    expect((await known(keeper)).facts.fetch.failure).toBeNull();
  });

  it('says which statement the role lacks', async () => {
    bed = await costBed({ cells: 6, at: START });
    await bed.fault({ service: 'CostExplorer', operation: 'GetCostAndUsage', kind: 'deny' });
    const keeper = bed.make();
    await keeper.tick();
    expect(keeper.failure?.code).toBe('access-denied');
    expect(keeper.failure?.message).toContain('ce:GetCostAndUsage');
    expect(keeper.failure?.message).toContain('"Action":["ce:Get*","organizations:ListAccounts"]');
    expect(keeper.known).toBeNull();
  });

  it('without accounts is none of costs', async () => {
    bed = await costBed({ cells: 6, at: START });
    await bed.fault({ service: 'Organizations', operation: 'ListAccounts', kind: 'deny' });
    const keeper = bed.make();
    const { facts } = await known(keeper);
    expect(facts.fetch.fetchedAt).toBe(START);
    expect(facts.fetch.failure?.message).toContain('organizations:ListAccounts');
    expect(keeper.nextFetch).toBe(START + 12 * HOUR);
  });
});

describe('a fetch that breaks off', { timeout: 60_000 }, () => {
  const WHOLE = 16;
  /** Cost Explorer, until it has answered so many pages. */
  const breaking = (after: number, then: () => Promise<never> = () => Promise.reject(failing('throttled'))): Aws => {
    let calls = 0;
    const call: Aws['call'] = (reader, what, send) =>
      what.service === 'CostExplorer' && ++calls > after ? then() : bed.aws.call(reader, what, send);
    return new Proxy(bed.aws, { get: (aws, key) => (key === 'call' ? call : Reflect.get(aws, key)) });
  };
  const failing = (code: AwsFailure['code'], cause?: Error) =>
    new AwsFailure(code, 'slow down', { service: '', operation: '', accountId: null, region: null, role: null }, { cause });
  /** Of months that are closed: by days, and by months. */
  const exact = (costs: KnownCosts) =>
    ['last-month', '2026-01'].map((period) => picture(costs, { period, metric: 'unblended' }).total.exact);
  /** What a fetch shows that does not break off. */
  const unbroken = async () => {
    const shown = exact(await known(bed.make({ store: await bed.otherStore() })));
    // The clock alone lets Cost Explorer take so many calls again.
    bed.clock.time += 5_000;
    await bed.forgetCalls();
    return shown;
  };

  it.each([1, 13])('after %i pages goes on there an hour later, and shows what one that did not would', async (after) => {
    bed = await costBed({ cells: 24, at: START - 5_000 });
    const whole = await unbroken();
    const keeper = bed.make({ aws: breaking(after) });
    await keeper.tick();
    expect([await paid(), keeper.failure?.code, keeper.known, keeper.nextFetch]).toEqual([after, 'throttled', null, START + HOUR]);
    bed.clock.time += HOUR;
    const costs = await known(await bed.restart());
    expect(costs.facts.fetch).toMatchObject({ fetchedAt: START, requests: WHOLE, failure: null });
    expect(await paid()).toBe(WHOLE);
    expect(exact(costs)).toEqual(whole);
  });

  it('time and again still pays for each page once', async () => {
    bed = await costBed({ cells: 24, at: START });
    for (let done = 0; done < WHOLE - 4; done += 3) {
      await bed.make({ aws: breaking(3) }).tick();
      bed.clock.time += HOUR;
      await bed.restart();
    }
    const costs = await known(bed.make());
    // Reports that begin hours later may have a page less, or more.
    expect(Math.abs(costs.facts.fetch.requests - WHOLE)).toBeLessThanOrEqual(1);
    expect(await paid()).toBe(costs.facts.fetch.requests);
  });

  it('because its process was killed is gone on with by the next, when the claim is over', async () => {
    bed = await costBed({ cells: 24, at: START });
    const { promise: hung, resolve } = Promise.withResolvers<void>();
    const hang = () => resolve();
    // The process is gone in the midst of a request: nothing of it comes to an end.
    void bed.make({ aws: breaking(7, () => new Promise(hang)) }).tick();
    await hung;
    const next = bed.make({ holder: 'next' });
    await next.tick();
    expect([next.known, await paid()]).toEqual([null, 7]);
    bed.clock.time += HOUR / 3;
    expect((await known(next)).facts.fetch).toMatchObject({ fetchedAt: START, requests: WHOLE });
    expect(await paid()).toBe(WHOLE);
  });

  it.each(['InvalidNextTokenException', 'RequestChangedException'])(
    'and whose token is refused (%s) begins that question anew: one report, no pages of two',
    async (name) => {
      bed = await costBed({ cells: 24, at: START });
      const whole = await unbroken();
      await bed.make({ aws: breaking(9) }).tick();
      bed.clock.time += HOUR;
      let refused = 0;
      const call: Aws['call'] = (reader, what, send) => {
        const refusing = what.operation === 'GetCostAndUsage' && refused++ === 0;
        return refusing
          ? Promise.reject(failing('service-error', Object.assign(new Error('no'), { name })))
          : bed.aws.call(reader, what, send);
      };
      const keeper = bed.make({ aws: new Proxy(bed.aws, { get: (aws, key) => (key === 'call' ? call : Reflect.get(aws, key)) }) });
      const costs = await known(keeper);
      const again = (await paid()) - WHOLE;
      expect(again).toBeGreaterThan(0);
      expect(again).toBeLessThan(7);
      expect(costs.facts.fetch.requests).toBe(WHOLE + again);
      expect(exact(costs)).toEqual(whole);
    },
  );

  it('and is older than its tokens is begun anew', async () => {
    bed = await costBed({ cells: 24, at: START });
    await bed.make({ aws: breaking(9) }).tick();
    bed.clock.time += 24 * HOUR;
    const { fetch } = (await known(bed.make())).facts;
    expect(fetch.fetchedAt).toBe(bed.clock.time);
    expect(await paid()).toBe(9 + fetch.requests);
  });

  it('as a refresh is not gone on with when the next is due, or other charges are wanted', async () => {
    bed = await costBed({ cells: 6, at: START });
    await known(bed.make());
    bed.clock.time += 12 * HOUR;
    await bed.make({ aws: breaking(2) }).tick();
    bed.clock.time += 12 * HOUR;
    const before = await paid();
    const { fetch } = (await known(bed.make())).facts;
    expect([fetch.fetchedAt, await paid()]).toEqual([bed.clock.time, before + fetch.requests]);

    bed.clock.time += 12 * HOUR;
    await bed.make({ aws: breaking(2) }).tick();
    bed.clock.time += HOUR;
    const [first, second, ...rest] = bed.document.cells;
    const cells = [{ ...first, costTag: 'Cell' }, { ...second, accountIdsBefore: [first.accountId], costTag: 'Cell' }, ...rest];
    const costs = await known(bed.make({}, bed.registryOf({ ...bed.document, cells })));
    expect(costs.facts.fetch.fetchedAt).toBe(bed.clock.time);
    expect(costs.facts.fetch.requests).toBeGreaterThan(10);
  });

  it('over an answer that is of no use waits for the next fetch by schedule: it would be paid for by the hour', async () => {
    bed = await costBed({ cells: 24, at: START });
    const call: Aws['call'] = async (reader, what, send) => {
      const answer = await bed.aws.call(reader, what, send);
      const { ResultsByTime: results } = answer as { ResultsByTime?: { Groups?: { Metrics?: object }[] }[] };
      const group = results?.[0]?.Groups?.[0];
      if (group) group.Metrics = { UnblendedCost: { Amount: 'much' } };
      return answer;
    };
    const keeper = bed.make({ aws: new Proxy(bed.aws, { get: (aws, key) => (key === 'call' ? call : Reflect.get(aws, key)) }) });
    await keeper.tick();
    expect([keeper.failure?.code, keeper.nextFetch, await paid()]).toEqual(['invalid-response', START + 12 * HOUR, 1]);
  });
});

describe('kept costs that cannot be read', () => {
  it('are a failure, and all is read anew at the next fetch by schedule', async () => {
    bed = await costBed({ cells: 6, at: START });
    await bed.store().claimCosts('broken', START, START + HOUR, null);
    await bed.store().saveCosts('broken', { fetchedAt: START, body: '{' }, []);
    const logged: string[] = [];
    const keeper = bed.make({ log: createLog('error', (line) => logged.push(line)) });
    await keeper.tick();
    await keeper.tick();
    expect(keeper.failure?.message).toContain('Kept costs cannot be read');
    expect([keeper.known, keeper.nextFetch, await paid(), logged.length]).toEqual([null, START + 12 * HOUR, 0, 1]);
    bed.clock.time += 12 * HOUR;
    expect((await known(keeper)).facts.fetch.failure).toBeNull();
    expect(monthText(keeper.known?.facts.months.covered?.first ?? 0)).toBe('2025-11');
  });
});
