import { describe, expect, it } from 'vitest';
import type { ActionRun, Execution } from '#lib/domain/release/facts.ts';
import { RunBook } from './run-book.ts';

const NOW = Date.UTC(2026, 10, 18, 12);
const MINUTE = 60_000;
const execution = (id: string, status: Execution['status'], updatedAt: number) => ({ id, status, updatedAt }) as Execution;
const run = (id: string, status: ActionRun['status'], category = 'Deploy') => ({ actionExecutionId: id, status, category }) as ActionRun;
const look = (now: number, number = 1) => ({ now, number });

describe('when runs are read', () => {
  it('reads an execution that ended long ago once, whatever the state shows later', () => {
    const book = new RunBook();
    const over = execution('e', 'Succeeded', NOW - 60 * MINUTE);
    expect(book.isDue('e', over, 'mark', NOW)).toBe(true);
    book.take('e', [run('a', 'Succeeded')], over, 'mark', look(NOW));
    expect(book.isDue('e', over, 'mark', NOW)).toBe(false);
    expect(book.isDue('e', over, '', NOW + 24 * 60 * MINUTE)).toBe(false);
  });

  it('reads one that has just ended twice, since lists lag', () => {
    const book = new RunBook();
    const over = execution('e', 'Failed', NOW - 1_000);
    book.take('e', [run('a', 'Failed')], over, 'mark', look(NOW));
    expect(book.isDue('e', over, 'mark', NOW + 10_000)).toBe(true);
    book.take('e', [run('a', 'Failed')], over, 'mark', look(NOW + 10_000, 2));
    expect(book.isDue('e', over, 'mark', NOW + 20_000)).toBe(false);
  });

  it('reads one again that was over and is tried again', () => {
    const book = new RunBook();
    book.take('e', [run('a', 'Failed')], execution('e', 'Failed', NOW - 60 * MINUTE), '', look(NOW));
    expect(book.isDue('e', execution('e', 'InProgress', NOW), 'mark', NOW)).toBe(true);
  });

  it('reads one under way when the state shows news, and now and then without', () => {
    const book = new RunBook();
    const underWay = execution('e', 'InProgress', NOW);
    const runs = [run('a', 'InProgress')];
    book.take('e', runs, underWay, 'one', look(NOW));
    book.take('e', runs, underWay, 'one', look(NOW + 10_000, 2));
    expect(book.isDue('e', underWay, 'one', NOW + 20_000)).toBe(false);
    expect(book.isDue('e', underWay, 'two', NOW + 20_000)).toBe(true);
    expect(book.isDue('e', underWay, 'one', NOW + 41_000)).toBe(true);
  });

  it('reads one seldom that waits for a person', () => {
    const book = new RunBook();
    const waiting = execution('e', 'InProgress', NOW);
    const runs = [run('a', 'InProgress', 'Approval')];
    book.take('e', runs, waiting, 'one', look(NOW));
    book.take('e', runs, waiting, 'one', look(NOW + 10_000, 2));
    expect(book.isDue('e', waiting, 'one', NOW + 60_000)).toBe(false);
    expect(book.isDue('e', waiting, 'one', NOW + 6 * MINUTE)).toBe(true);
  });
});

it('tells which runs ended since they were last seen, and nothing of a first look', () => {
  const book = new RunBook();
  const underWay = execution('e', 'InProgress', NOW);
  const take = (runs: ActionRun[], number: number) =>
    book.take('e', runs, underWay, String(number), look(NOW, number)).map((one) => one.actionExecutionId);
  expect(take([run('a', 'Succeeded'), run('b', 'InProgress')], 1)).toEqual([]);
  expect(take([run('a', 'Succeeded'), run('b', 'Succeeded'), run('c', 'InProgress'), run('d', 'Failed')], 2)).toEqual(['b', 'd']);
  expect(take([run('a', 'Succeeded'), run('b', 'Succeeded'), run('c', 'InProgress'), run('d', 'Failed')], 3)).toEqual([]);
});

it('does not let an older, slower look overwrite a newer one', () => {
  const book = new RunBook();
  const underWay = execution('e', 'InProgress', NOW);
  book.take('e', [run('a', 'Succeeded')], underWay, '', look(NOW, 2));
  book.take('e', [run('a', 'InProgress')], underWay, '', look(NOW, 1));
  expect(book.of('e')).toMatchObject([{ status: 'Succeeded' }]);
});

it('lets the oldest go beyond 40 executions or 3,000 runs, never what is needed', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `e-${index}`);
  const filled = (count: number, runs: number) => {
    const book = new RunBook();
    for (const id of ids(count).reverse()) {
      book.take(
        id,
        Array.from({ length: runs }, (_, index) => run(`${id}/${index}`, 'Succeeded')),
        undefined,
        '',
        look(NOW),
      );
    }
    return book;
  };
  const many = filled(60, 1);
  many.bound(ids(60), new Set(['e-59']));
  expect([...many.all.keys()].sort()).toEqual([...ids(40), 'e-59'].sort());
  const large = filled(10, 500);
  large.bound(ids(10), new Set());
  expect([...large.all.keys()].sort()).toEqual(ids(6));
});
