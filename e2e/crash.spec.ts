import { expect, test } from './journey.ts';
import { actAndSee, atStage, dialog, fillIn, hold, rolloutOf, storyOf } from './operate.ts';
import type { Stack } from './stack.ts';

async function callsOf(stack: Stack, operation: string): Promise<number> {
  const calls = await stack.side<{ operation: string; count: number }[]>('GET', 'calls');
  return calls.filter((call) => call.operation === operation).reduce((sum, { count }) => sum + count, 0);
}

test('killed between intent and call: nothing was sent, nothing is sent later, and the page tells so', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator');
  await page.goto('/deployments/topics');
  await stack.side('POST', 'faults', { service: 'STS', operation: 'AssumeRole', kind: 'timeout', rate: 1 });
  await stack.side('DELETE', 'calls');
  await atStage(page, 'Deploy-large', /Pause/).click();
  await hold(page, /Pause/);
  await expect(dialog(page)).toContainText('Calling AWS', { timeout: 30_000 });
  await stack.killApp();
  await stack.side('DELETE', 'faults');
  await stack.startApp();
  await expect(dialog(page)).toContainText('Cellwatch ended before', { timeout: 60_000 });
  expect(await callsOf(stack, 'DisableStageTransition')).toBe(0);
  await expect.poll(async () => (await rolloutOf(page, 'topics'))?.paused, { timeout: 60_000 }).toBe(false);
  await expect.poll(() => storyOf(page, 'pause-wave'), { timeout: 60_000 }).toEqual(['intent', 'call skipped', 'result failed']);
});

test('killed between call and answer: the pipeline tells what became of it, and it is not sent again', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator');
  await actAndSee(page, { verb: 'pause-wave', target: { component: 'topics', waves: ['large'] } }, 'journey-crash');
  await page.goto('/deployments/topics');
  // AWS does it, and its answer takes three seconds: long enough to die in.
  await stack.side('POST', 'faults', { service: 'CodePipeline', operation: 'EnableStageTransition', kind: 'slow', rate: 1 });
  await stack.side('DELETE', 'calls');
  await atStage(page, 'Deploy-large', /Resume/).click();
  await fillIn(page, 'The door may open again');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click();
  await expect.poll(() => callsOf(stack, 'EnableStageTransition'), { timeout: 30_000, intervals: [50] }).toBe(1);
  await stack.killApp();
  await stack.side('DELETE', 'faults');
  await stack.startApp();
  await expect(dialog(page)).toContainText('Done: 1 of 1 call done', { timeout: 60_000 });
  expect(await callsOf(stack, 'EnableStageTransition')).toBe(1);
  await expect
    .poll(() => storyOf(page, 'resume-wave'), { timeout: 60_000 })
    .toEqual(['intent', 'call unknown', 'call observed', 'result done']);
  await expect.poll(async () => (await rolloutOf(page, 'topics'))?.paused, { timeout: 60_000 }).toBe(false);
});
