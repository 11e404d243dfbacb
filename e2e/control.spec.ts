import { CodePipelineClient, DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import type { Page } from '@playwright/test';
import { administratorKey } from '#simulator/iam/find-key.ts';
import { expect, test } from './journey.ts';
import { act, actAndSee, actOn, atStage, auditOf, dialog, endOf, fillIn, hold, planOf, rolloutOf } from './operate.ts';
import type { Stack } from './stack.ts';

/** Starts a release and waits until the page says that it moves. */
async function release(stack: Stack, page: Page, component: string) {
  await stack.side('POST', 'releases', { component, quality: 'good' });
  await expect
    .poll(async () => (await rolloutOf(page, component))?.moving, { timeout: 150_000, message: `${component} is seen to move` })
    .toBe(true);
}

/** What somebody with the console or the CLI does past Cellwatch. */
async function closeInConsole({ simulatorUrl }: Stack, pipelineName: string, stageName: string, reason: string) {
  const client = new CodePipelineClient({ endpoint: simulatorUrl, region: 'us-east-1', credentials: administratorKey('100000000003') });
  await client.send(new DisableStageTransitionCommand({ pipelineName, stageName, transitionType: 'Inbound', reason }));
  client.destroy();
}

test('an operator halts everything from the fleet page within three clicks, and resumes one pipeline of the halted', async ({
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'operator');
  await release(stack, page, 'topics');
  await page.goto('/');
  await page.getByRole('button', { name: /Halt all releases/ }).click();
  await expect(dialog(page)).toContainText('topics');
  await hold(page, /Halt/);
  await expect(dialog(page)).toContainText(/Done:|Finished:/, { timeout: 60_000 });
  await expect.poll(async () => (await rolloutOf(page, 'topics'))?.paused, { timeout: 30_000 }).toBe(true);
  const told = await auditOf(page);
  expect(told.some(({ kind, verb }) => kind === 'intent' && verb === 'halt-all')).toBe(true);
  expect(told.some(({ kind, verb }) => kind === 'result' && verb === 'halt-all')).toBe(true);

  // Twice is harmless.
  await dialog(page).getByRole('button', { name: /Close/ }).click();
  await page.goto('/deployments');
  await page.getByRole('button', { name: /Halt all releases/ }).click();
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Resume paused/ }).click();
  await fillIn(page, 'The halt was an exercise');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click();
  await expect(dialog(page)).toContainText(/Done:|Finished:/, { timeout: 60_000 });
});

test('a viewer sees why no button is his, and the server refuses him as well', async ({ page, signIn }) => {
  await signIn(page, 'viewer');
  await page.goto('/deployments');
  const halt = page.getByRole('button', { name: /Halt all releases/ });
  await expect(halt).toHaveAttribute('aria-disabled', 'true');
  await expect(halt).toHaveAttribute('title', /operators/);
  const answer = await page.request.post('/api/actions/plan', {
    data: { verb: 'halt-all', target: { component: '*' } },
    headers: { 'X-Cellwatch': '1', Origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(403);
  expect(((await answer.json()) as { groups: string[] }).groups).toContain('cellwatch-operators');
  await page.goto('/audit');
  await expect(page).toHaveURL(/no-access/);
});

test('an operator of pre-production pauses there, and is refused production with the reason', async ({ page, signIn }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator-preprod');
  await page.goto('/deployments/router');
  const production = atStage(page, 'Deploy-large', /Pause/);
  await expect(production).toHaveAttribute('aria-disabled', 'true');
  await expect(production).toHaveAttribute('title', /limited to pre-production/);
  const post = (path: string, data: object) =>
    page.request.post(path, {
      data,
      headers: { 'X-Cellwatch': '1', Origin: new URL(page.url()).origin, 'Idempotency-Key': 'journey-preprod' },
    });
  expect((await post('/api/actions/plan', { verb: 'pause-wave', target: { component: 'router', waves: ['large'] } })).status()).toBe(403);

  await page.getByRole('listitem').filter({ hasText: 'Deploy-pre-production' }).getByRole('button', { name: /Pause/ }).click();
  await hold(page, /Pause/);
  await expect(dialog(page)).toContainText('Done:', { timeout: 60_000 });
  await dialog(page).getByRole('button', { name: /Close/ }).click();
  await expect(page.getByText(/paused by/).first()).toBeVisible({ timeout: 30_000 });
});

test('of two operators who resume the same door one is told what the other changed', async ({ browser, page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator');
  expect((await act(page, { verb: 'pause-wave', target: { component: 'auth', waves: ['small'] } }, 'journey-pause-1')).status()).toBe(202);
  await expect.poll(async () => (await rolloutOf(page, 'auth'))?.paused, { timeout: 30_000 }).toBe(true);

  const other = await browser.newContext({ baseURL: stack.origin });
  const second = await other.newPage();
  await signIn(second, 'admin');
  const resume = { verb: 'resume-wave', target: { component: 'auth', waves: ['small'] } } as const;
  const seen = [await planOf(page, resume), await planOf(second, resume)] as const;
  const first = await actOn(page, resume, seen[0], 'journey-resume-1');
  expect(first.status()).toBe(202);
  const { id } = (await first.json()) as { id: string };
  expect((await endOf(page, id)).state).toBe('done');
  const late = await actOn(second, resume, seen[1], 'journey-resume-2');
  expect(late.status()).toBe(409);
  expect(((await late.json()) as { difference: string[] }).difference.length).toBeGreaterThan(0);
  // The same key again is the same action, not another.
  const again = await actOn(page, resume, seen[0], 'journey-resume-1');
  expect(((await again.json()) as { id: string }).id).toBe(id);
  await other.close();
});

test('a halt is carried out whatever others do at the same moment, and has the last word', async ({ browser, page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator');
  await actAndSee(page, { verb: 'pause-wave', target: { component: 'router', waves: ['small'] } }, 'journey-halt-1');

  const other = await browser.newContext({ baseURL: stack.origin });
  const second = await other.newPage();
  await signIn(second, 'admin');
  const resume = { verb: 'resume-wave', target: { component: 'router', waves: ['small'] } } as const;
  const halt = { verb: 'halt-all', target: { component: '*' } } as const;
  const plans = [await planOf(page, resume), await planOf(second, halt)] as const;
  // The halt comes while the resume is on its way, which takes AWS three seconds.
  await stack.side('POST', 'faults', { service: 'CodePipeline', operation: 'EnableStageTransition', kind: 'slow', rate: 1 });
  const resumed = await actOn(page, resume, plans[0], 'journey-halt-2');
  const halted = await actOn(second, halt, plans[1], 'journey-halt-3');
  expect([resumed.status(), halted.status()]).toEqual([202, 202]);
  const ends = await Promise.all([
    endOf(page, ((await resumed.json()) as { id: string }).id),
    endOf(second, ((await halted.json()) as { id: string }).id),
  ]);
  expect(ends[1].state).toBe('done');
  await expect.poll(async () => (await rolloutOf(page, 'router'))?.paused, { timeout: 30_000 }).toBe(true);
  await other.close();
});

test('a double click resumes once', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator');
  await actAndSee(page, { verb: 'pause-wave', target: { component: 'topics', waves: ['large'] } }, 'journey-double-1');
  await page.goto('/deployments/topics');
  await atStage(page, 'Deploy-large', /Resume/).click();
  await fillIn(page, 'The door may open again');
  await stack.side('DELETE', 'calls');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .dblclick();
  await expect(dialog(page)).toContainText('Done:', { timeout: 60_000 });
  const calls = await stack.side<{ operation: string; count: number }[]>('GET', 'calls');
  expect(calls.filter(({ operation }) => operation === 'EnableStageTransition').map(({ count }) => count)).toEqual([1]);
  const told = (await auditOf(page)).filter(({ verb, kind, text }) => verb === 'resume-wave' && kind === 'intent' && /topics/.test(text));
  expect(told).toHaveLength(1);
});

test('a door that somebody closed in the console shows who closed it, and why', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'viewer');
  await closeInConsole(stack, 'cache-engine', 'Deploy-large', 'Closed by hand before the audit');
  await page.goto('/deployments/cache-engine');
  const stage = page.getByRole('listitem').filter({ hasText: 'Deploy-large' });
  await expect(stage).toContainText('Closed by hand before the audit', { timeout: 150_000 });
  await expect(stage).toContainText(/by administrator/i);
});
