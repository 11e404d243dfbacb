import { expect, it } from 'vitest';
import { dayOf } from '#lib/domain/cost/calendar.ts';
import { parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import { knowCosts } from '#lib/domain/cost/known-costs.ts';
import { factsOf, quietWorld, THROUGH } from '#lib/domain/cost/testing/cost-world.ts';
import { AnswerBook } from './answer-book.ts';

const { lines, first, traffic, registry } = quietWorld({ cells: 6 });
const known = knowCosts(factsOf(lines, first, { traffic }), registry);
const ask = (query: Parameters<typeof parseCostAsk>[0] = {}) => {
  const parsed = parseCostAsk(query, { today: dayOf(Date.UTC(2026, 10, 22)), through: THROUGH });
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
};
const counting = () => {
  const counted = { builds: 0 };
  const book = new AnswerBook(() => {
    counted.builds++;
    return [];
  });
  return { book, counted };
};

it('builds what is asked once, however many ask at the same time or later', async () => {
  const { book, counted } = counting();
  const answers = await Promise.all(Array.from({ length: 20 }, () => book.answer('v1', known, ask())));
  answers.push(await book.answer('v1', known, ask({ group: 'cell' })));
  expect(new Set(answers).size).toBe(1);
  expect(counted.builds).toBe(1);
  const [answer] = answers;
  if (!answer?.ok) throw new Error('refused');
  const { identity, version } = await answer.value.published();
  expect(version).toBe('v1');
  expect(JSON.parse(Buffer.from(identity).toString('utf8'))).toEqual(answer.value.view);
  expect(await answer.value.published()).toBe(await answer.value.published());
});

it('builds anew for each question, and all of them when the figures change', async () => {
  const { book, counted } = counting();
  await book.answer('v1', known, ask());
  await book.answer('v1', known, ask({ group: 'wave' }));
  expect(counted.builds).toBe(2);
  const newer = await book.answer('v2', known, ask());
  expect(newer.ok && newer.value.view.version).toBe('v2');
  expect(counted.builds).toBe(3);
});

it('keeps twelve answers, those that were asked for last', async () => {
  const { book, counted } = counting();
  const days = Array.from({ length: 12 }, (_, at) => ask({ period: `2026-11-01..2026-11-${String(at + 2).padStart(2, '0')}` }));
  await book.answer('v1', known, ask());
  for (const one of days) await Promise.all([book.answer('v1', known, one), book.answer('v1', known, ask())]);
  expect(counted.builds).toBe(13);
  await book.answer('v1', known, ask());
  expect(counted.builds).toBe(13);
  await book.answer('v1', known, days[0] as (typeof days)[0]);
  expect(counted.builds).toBe(14);
});

it('tells a refusal, and keeps no answer that failed', async () => {
  const { book } = counting();
  expect(await book.answer('v1', known, ask({ period: '2026-01' }))).toMatchObject({ ok: false });
  let broken = true;
  const sometimes = new AnswerBook(() => {
    if (broken) throw new Error('no arrivals');
    return [];
  });
  expect(() => sometimes.answer('v1', known, ask())).toThrow('no arrivals');
  broken = false;
  expect(await sometimes.answer('v1', known, ask())).toMatchObject({ ok: true });
});
