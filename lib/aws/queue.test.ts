import { expect, it } from 'vitest';
import { Queue } from './queue.ts';

it('never runs more than its concurrency, in order of arrival', async () => {
  const queue = new Queue(2);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  await Promise.all(
    [0, 1, 2, 3, 4].map((index) =>
      queue.run(async () => {
        started.push(index);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

it('lets calls through no faster than its rate', async () => {
  const queue = new Queue(10, 100);
  const begun = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => queue.run(async () => {})));
  expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
});

it('goes on after a call that fails', async () => {
  const queue = new Queue(1);
  await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(queue.run(async () => 'yes')).resolves.toBe('yes');
});

it('lets control overtake reads that wait, and gives it a place although reads that hang take all', async () => {
  const queue = new Queue(1);
  const order: string[] = [];
  const hang = Promise.withResolvers<void>();
  const reads = [
    queue.run(() => hang.promise),
    queue.run(async () => void order.push('read 1')),
    queue.run(async () => void order.push('read 2')),
  ];
  const first = Promise.withResolvers<void>();
  const control = [
    queue.run(async () => void order.push('control 1'), 1, 'control'),
    queue.run(() => first.promise, 1, 'control'),
    queue.run(async () => void order.push('control 3'), 1, 'control'),
  ];
  await control[0];
  await control[2];
  expect(order).toEqual(['control 1', 'control 3']);
  first.resolve();
  hang.resolve();
  await Promise.all([...reads, ...control]);
  expect(order).toEqual(['control 1', 'control 3', 'read 1', 'read 2']);
});

it('does not hold up control by its rate, but counts it', async () => {
  const queue = new Queue(10, 4);
  const order: string[] = [];
  const begun = performance.now();
  const reads = Array.from({ length: 3 }, (_, index) => queue.run(async () => void order.push(`read ${index}`)));
  const control = Array.from({ length: 4 }, (_, index) => queue.run(async () => void order.push(`control ${index}`), 1, 'control'));
  await Promise.all(control);
  expect(performance.now() - begun).toBeLessThan(225);
  expect(order).toEqual(['read 0', 'control 0', 'control 1', 'control 2', 'control 3']);
  await reads[1];
  expect(performance.now() - begun).toBeGreaterThanOrEqual(5 * 250 - 5);
  await Promise.all(reads);
});

it('serves what fills in the past last', async () => {
  const queue = new Queue(1);
  const order: string[] = [];
  const run = (name: string, priority: 'control' | 'read' | 'background') => queue.run(async () => void order.push(name), 1, priority);
  await Promise.all([run('first', 'read'), run('past', 'background'), run('read', 'read'), run('control', 'control')]);
  expect(order).toEqual(['first', 'control', 'read', 'past']);
});
