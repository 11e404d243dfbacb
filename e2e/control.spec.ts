import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import type { Stack } from './stack.ts';

/** Presses a stopping button as long as it wants to be held. */
async function hold(page: Page, name: RegExp) {
  const button = page.getByRole('dialog').getByRole('button', { name });
  await expect(button).toBeEnabled();
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(800);
  await page.mouse.up();
}

const dialog = (page: Page) => page.getByRole('dialog');

/** Starts a release and waits until the page says that it moves. */
async function release(stack: Stack, page: Page, component: string) {
  await stack.side('POST', 'releases', { component, quality: 'good' });
  await expect
    .poll(async () => (await rolloutOf(page, component))?.moving, { timeout: 60_000, message: `${component} is seen to move` })
    .toBe(true);
}

interface Row {
  component: string;
  pipeline: string;
  moving: boolean;
  paused: boolean;
  crossings: { wave: string; place: string; paused: { by: string | null } | null; approval: object | null }[];
}

async function rolloutOf(page: Page, component: string): Promise<Row | undefined> {
  const { components } = (await (await page.request.get('/api/rollouts')).json()) as { components: Row[] };
  return components.find((one) => one.component === component);
}

interface Entry {
  kind: string;
  verb: string;
  text: string;
  person: { name: string } | null;
  components: string[];
}

async function auditOf(page: Page): Promise<Entry[]> {
  return ((await (await page.request.get('/api/audit')).json()) as { entries: Entry[] }).entries;
}

test('an operator halts everything from the fleet page within three clicks, and resumes one pipeline of the halted', async ({
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(180_000);
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
  await dialog(page).getByLabel('Reason').fill('The halt was an exercise');
  const typed = dialog(page).getByLabel(/Type/);
  if (await typed.isVisible()) await typed.fill((await dialog(page).locator('label b').first().textContent()) ?? '');
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
  test.setTimeout(120_000);
  await signIn(page, 'operator-preprod');
  await page.goto('/deployments/router');
  const production = page.getByRole('listitem').filter({ hasText: 'Deploy-large' }).getByRole('button', { name: /Pause/ });
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
  test.setTimeout(120_000);
  await signIn(page, 'operator');
  const plan = { verb: 'pause-wave', target: { component: 'auth', waves: ['small'] } };
  const headers = (key: string) => ({ 'X-Cellwatch': '1', Origin: stack.origin, 'Idempotency-Key': key });
  const act = async (request: Page['request'], body: object, key: string) =>
    request.post('/api/actions', { data: body, headers: headers(key) });
  const planned = (await (await page.request.post('/api/actions/plan', { data: plan, headers: headers('journey-plan') })).json()) as {
    fingerprint: string;
  };
  expect((await act(page.request, { ...plan, fingerprint: planned.fingerprint, reason: 'hold' }, 'journey-pause-1')).status()).toBe(202);
  await expect.poll(async () => (await rolloutOf(page, 'auth'))?.paused, { timeout: 30_000 }).toBe(true);

  const other = await browser.newContext({ baseURL: stack.origin });
  const second = await other.newPage();
  await signIn(second, 'admin');
  const resume = { verb: 'resume-wave', target: { component: 'auth', waves: ['small'] } };
  const plans = await Promise.all(
    [page, second].map(
      async (one) =>
        (await (await one.request.post('/api/actions/plan', { data: resume, headers: headers('journey-plan') })).json()) as {
          fingerprint: string;
          typedName: string | null;
        },
    ),
  );
  const body = (index: number) => ({
    ...resume,
    fingerprint: plans[index]?.fingerprint,
    reason: 'go on',
    ...(plans[index]?.typedName ? { typedName: plans[index]?.typedName } : {}),
  });
  const first = await act(page.request, body(0), 'journey-resume-1');
  expect(first.status()).toBe(202);
  const { id } = (await first.json()) as { id: string };
  await expect
    .poll(async () => ((await (await page.request.get(`/api/actions/${id}`)).json()) as { state: string }).state, { timeout: 30_000 })
    .toBe('done');
  const late = await act(second.request, body(1), 'journey-resume-2');
  expect(late.status()).toBe(409);
  expect(((await late.json()) as { difference: string[] }).difference.length).toBeGreaterThan(0);
  // The same key again is the same action, not another.
  const again = await act(page.request, body(0), 'journey-resume-1');
  expect(((await again.json()) as { id: string }).id).toBe(id);
  await other.close();
});
