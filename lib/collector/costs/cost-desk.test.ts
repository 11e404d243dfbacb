import { afterEach, expect, it, vi } from 'vitest';
import { dayOf, parseDay } from '#lib/domain/cost/calendar.ts';
import { parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import { rolloutOf, visitOf } from '#lib/domain/release/testing/rollout-of.ts';
import { createLog } from '#lib/log.ts';
import { type CostBed, costBed } from '../testing/cost-bed.ts';
import { AnswerBook } from './answer-book.ts';
import { CostDesk } from './cost-desk.ts';

const START = Date.UTC(2026, 10, 24, 20);
const DAY = 86_400_000;
let bed: CostBed;
let desk: CostDesk | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await desk?.stop();
  await bed?.close();
});

async function openDesk(releases: () => ReleasePicture | null = () => null) {
  bed = await costBed({ cells: 6, at: START });
  desk = new CostDesk({
    boot: 'boot',
    aws: bed.aws,
    clock: bed.clock,
    store: bed.store(),
    log: createLog('error'),
    home: 'us-east-1',
    refreshHours: 12,
    budgetUsd: null,
    releases,
    slowed: () => [],
  });
  desk.follow(bed.registryOf());
  await desk.restore();
  desk.start();
  const known = await vi.waitUntil(() => desk?.known(), { timeout: 15_000, interval: 20 });
  if (!known) throw new Error('nothing is known');
  const ask = parseCostAsk({}, { today: dayOf(START), through: parseDay(known.facts.fetch.throughDay ?? '') ?? 0 });
  if (!ask.ok) throw new Error(ask.refusal);
  return { desk, known, ask: ask.value };
}

it('builds the page as it is at first when a fetch ends: who asks for it finds it', async () => {
  const asked = vi.spyOn(AnswerBook.prototype, 'answer');
  const { desk, known, ask } = await openDesk();
  expect(asked).toHaveBeenCalledExactlyOnceWith(desk.version, known, ask);
  const [built] = asked.mock.results;
  expect(await desk.answer(known, ask)).toBe(await built?.value);
}, 30_000);

it('shows a release that came to another cell since, and stays as it is while none comes', async () => {
  let cells: string[] = [];
  const picture = (): ReleasePicture => ({
    rollouts: [rolloutOf('router', ['small'], new Map(cells.map((cell) => [cell, [visitOf('e-1', START - 10 * DAY)]])))],
    suspects: new Map(),
  });
  const { desk, known, ask } = await openDesk(picture);
  const shown = async () => {
    const answer = await desk.answer(known, ask);
    return answer.ok ? answer.value.view.releases.map(({ component, cells: reached }) => [component, reached]) : null;
  };
  expect(await shown()).toEqual([]);
  const names = bed.document.cells.map(({ name }: { name: string }) => name);
  let before = desk.version;
  for (const count of [1, 2]) {
    cells = names.slice(0, count);
    await desk.look();
    expect(desk.version).not.toBe(before);
    before = desk.version;
    expect((await shown())?.reduce((sum, [, reached]) => sum + Number(reached), 0)).toBe(count);
  }
  await desk.look();
  expect(desk.version).toBe(before);
}, 30_000);
