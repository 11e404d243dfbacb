import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeAlarms } from '#lib/domain/health/alarm.ts';
import type { Cell } from '#lib/domain/registry/registry.ts';
import { alarmPeriods } from '#lib/views/alarm-periods.ts';
import { alarmViews } from '#lib/views/alarm-views.ts';
import type { AlarmWorld } from '#simulator/world/types.ts';
import { simulatedFleet } from './testing/simulated-fleet.ts';

const CELLS = 100;
const IN_ALL = 100_000;
const IN_ONE = 5_000;
const RINGING = 700;
const PAGE = 'arn:aws:sns:us-east-1:200000000001:page';
const MB = 1_048_576;

let fleet: Awaited<ReturnType<typeof simulatedFleet>>;
let crowded: Cell;
beforeAll(async () => {
  fleet = await simulatedFleet({ cells: CELLS });
  await fleet.collector.refreshRegistry();
  await fleet.collector.refreshMetrics();
  const homes = (fleet.collector.registryKeeper.registry?.cells ?? []).filter(({ cloud }) => cloud === 'aws');
  const found = homes.find(({ state, environment }) => state === 'in-service' && environment === 'production');
  if (!found) throw new Error('no cell is in service');
  crowded = found;
  const accounts = new Set(homes.map(({ accountId }) => accountId));
  const others = Math.ceil((IN_ALL - IN_ONE) / (accounts.size - 1));
  crowd((accountId) => (accountId === crowded.accountId ? IN_ONE : accounts.has(accountId) ? others : 0));
}, 60_000);
afterAll(() => fleet.close());

/** Fills accounts with alarms like those that they have, of which one account's are in ALARM in part. */
function crowd(wanted: (accountId: string) => number) {
  const { alarms } = fleet.world;
  const describeFew = alarms.describe.bind(alarms);
  const kept = new Map<string, readonly AlarmWorld[]>();
  alarms.describe = (accountId, region) => {
    const place = `${accountId} ${region}`;
    const few = describeFew(accountId, region);
    const many = kept.get(place) ?? more(few, wanted(accountId) - few.length, accountId === crowded.accountId ? RINGING : 0);
    kept.set(place, many);
    return [...few, ...many];
  };
}

function more(few: readonly AlarmWorld[], count: number, ringing: number): AlarmWorld[] {
  const [like] = few.filter(({ kind }) => kind === 'metric');
  if (!like) return [];
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const name = `queue-${String(i).padStart(5, '0')}-depth`;
    return {
      ...like,
      alarmActions: [PAGE],
      name,
      arn: `arn:aws:cloudwatch:us-east-1:200000000001:alarm:${name}`,
      state: i % 7 === 3 && i / 7 < ringing ? 'ALARM' : 'OK',
    };
  });
}

const gc: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
})();
const heapMb = () => {
  gc();
  return process.memoryUsage().heapUsed / MB;
};
async function timed<T>(work: () => T | Promise<T>): Promise<{ value: Awaited<T>; ms: number }> {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}

describe('100,000 alarms, 5,000 of them in one account', () => {
  it('are all read, page by page, and take bounded time and memory, again and again', async () => {
    const before = heapMb();
    await fleet.forgetCalls();
    const first = await timed(() => fleet.collector.refreshAlarms());
    const pages = (await fleet.calls('DescribeAlarms')).reduce((sum, { count }) => sum + count, 0);
    const all = fleet.collector.targets.all.reduce((sum, { alarms }) => sum + alarms.length, 0);
    expect(all).toBeGreaterThanOrEqual(IN_ALL);
    expect(fleet.source('alarms')).toMatchObject({ state: 'ok' });
    const held = heapMb() - before;
    fleet.clock.time += 60_000;
    await fleet.collector.refreshAlarms();
    const grown = heapMb() - before - held;
    const own = fleet.collector.targets.all.find(({ reader }) => reader.accountId === crowded.accountId);
    console.info(
      `${all} alarms in ${pages} pages: ${Math.round(first.ms)} ms with judging, ${Math.round(held)} MB held, ${Math.round(grown)} MB more after another sweep`,
    );
    expect(own?.alarms.length).toBeGreaterThanOrEqual(IN_ONE);
    expect(pages).toBeLessThan(IN_ALL / 100 + 2 * CELLS);
    expect(held).toBeLessThan(250);
    expect(grown).toBeLessThan(40);
  }, 300_000);

  it('of one account are judged in a moment, and its evidence is short', async () => {
    const facts = fleet.collector.book.cells.get(crowded.name);
    const { registry } = fleet.collector.registryKeeper;
    if (!facts || !registry) throw new Error('not read');
    const subject = { name: crowded.name } as Parameters<typeof judgeAlarms>[0]['subject'];
    const reading = { facts, subject } as Parameters<typeof judgeAlarms>[0];
    const judged = await timed(() => judgeAlarms(reading, registry.alarms, fleet.clock.now()));
    console.info(`judging ${facts.alarms.length} alarms: ${judged.ms.toFixed(1)} ms`);
    expect(judged.value[0]?.text).toContain('700 alarms');
    expect(JSON.stringify(judged.value).length).toBeLessThan(2_000);
    expect(judged.ms).toBeLessThan(500);
    expect(JSON.stringify(fleet.cell(crowded.name)).length).toBeLessThan(4_000);
  });

  it('of one cell are shown as the worst 200 and their number', async () => {
    const facts = fleet.collector.book.cells.get(crowded.name);
    const { registry } = fleet.collector.registryKeeper;
    if (!facts || !registry) throw new Error('not read');
    const shown = await timed(() => alarmViews(facts.alarms, registry));
    const periods = await timed(() =>
      alarmPeriods({
        start: 0,
        past: {
          since: 0,
          changes: facts.alarms.flatMap(({ name }, i) => [
            { alarm: name, at: i, from: 'OK' as const, to: 'ALARM' as const },
            { alarm: name, at: i + 60, from: 'ALARM' as const, to: 'OK' as const },
          ]),
        },
        alarms: facts.alarms,
        ignored: () => false,
      }),
    );
    const bytes = JSON.stringify(shown.value).length;
    console.info(`the view of them: ${shown.ms.toFixed(1)} ms, ${Math.round(bytes / 1024)} KB; their past: ${periods.ms.toFixed(1)} ms`);
    expect(shown.value.alarmCounts).toEqual({ all: facts.alarms.length, ringing: RINGING });
    expect(shown.value.alarms).toHaveLength(200);
    expect(new Set(shown.value.alarms.map(({ state }) => state))).toEqual(new Set(['ALARM']));
    expect(periods.value).toHaveLength(1_000);
    expect(shown.ms + periods.ms).toBeLessThan(1_500);
    expect(bytes).toBeLessThan(200 * 1024);
  });
});
