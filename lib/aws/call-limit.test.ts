import { expect, it } from 'vitest';
import { CallLimit } from './call-limit.ts';

const hanging = ({ abortSignal }: { abortSignal: AbortSignal }) =>
  new Promise<never>((_, reject) => {
    if (abortSignal.aborted) reject(abortSignal.reason);
    abortSignal.addEventListener('abort', () => reject(abortSignal.reason));
  });

it('ends a call that takes too long, as a timeout', async () => {
  await expect(new CallLimit().within(5, hanging)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('leaves no timer behind a call that came back', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const before = timers();
  expect(await new CallLimit().within(60_000, async () => 7)).toBe(7);
  expect(timers()).toBe(before);
});

it('ends all calls when it is told to stop, and those that come later', async () => {
  const limit = new CallLimit();
  const calls = [limit.within(60_000, hanging), limit.within(60_000, hanging)];
  limit.stop();
  for (const call of [...calls, limit.within(60_000, hanging)]) await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});
