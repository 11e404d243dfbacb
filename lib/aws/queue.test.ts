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
