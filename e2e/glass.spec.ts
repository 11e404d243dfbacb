import { clean } from './axe.ts';
import { expect, test } from './journey.ts';
import { act, auditOf, dialog, endOf, fillIn, planOf, postAs, rolloutOf } from './operate.ts';

const PAUSE = { verb: 'pause-wave', target: { component: 'auth', waves: ['small'] } } as const;

test('whoever breaks the glass may act, and everybody sees it until it ends', async ({ browser, page, signIn, stack }) => {
  test.setTimeout(300_000);
  await signIn(page, 'oncall');
  await page.goto('/deployments/auth');
  await expect(page.getByRole('button', { name: /Pause/ }).first()).toHaveAttribute('aria-disabled', 'true');
  expect((await postAs(page, '/api/actions', PAUSE, 'journey-glass-0')).status()).toBe(403);

  const viewer = await (await browser.newContext({ baseURL: stack.origin })).newPage();
  await signIn(viewer, 'viewer');
  expect((await postAs(viewer, '/api/glass', { reason: 'me too' }, 'journey-glass-1')).status()).toBe(403);

  await page.getByRole('button', { name: /Omar Oncall/ }).click();
  await page.getByRole('link', { name: /Break the glass/ }).click();
  await expect(page.getByRole('heading', { name: 'Break the glass' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Account' })).toHaveCount(0);
  await clean(page, 'breaking the glass');
  await page.getByLabel('Reason').fill('All cells down, nobody answers');
  await page.getByRole('button', { name: 'Break the glass' }).click();
  await page.waitForURL(/deployments/);
  await expect(page.getByText('You have broken the glass')).toBeVisible();

  // Another browser hears it without asking.
  const shout = viewer.getByText('Omar Oncall has broken the glass');
  await expect(shout).toBeVisible();
  await viewer.goto('/deployments');
  await expect(shout).toBeVisible();
  await clean(viewer, 'a page that shouts');
  await expect(viewer.getByRole('button', { name: 'End it' })).toHaveCount(0);

  const paused = await act(page, PAUSE, 'journey-glass-2');
  expect(paused.status()).toBe(202);
  expect((await endOf(page, ((await paused.json()) as { id: string }).id)).state).toBe('done');
  await expect.poll(async () => (await rolloutOf(page, 'auth'))?.paused, { timeout: 30_000 }).toBe(true);
  // Nothing waits for a second person.
  await page.goto('/deployments/auth');
  await page
    .getByRole('button', { name: /Resume/ })
    .first()
    .click();
  await fillIn(page, 'Better again');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click();
  await expect(dialog(page)).toContainText(/Done:/, { timeout: 60_000 });

  const admin = await (await browser.newContext({ baseURL: stack.origin })).newPage();
  await signIn(admin, 'admin');
  await admin.getByRole('button', { name: 'End it' }).click();
  await expect(admin.getByText('has broken the glass')).toHaveCount(0);
  await expect(shout).toHaveCount(0);
  expect((await planOf(page, PAUSE)) as object).toMatchObject({ code: 'not-permitted' });
  const told = (await auditOf(admin)).filter(({ kind }) => kind === 'glass').map(({ text }) => text);
  expect(told.reverse()).toEqual([
    'Broke the glass: operator',
    expect.stringContaining('Acts with a broken glass: Pause'),
    expect.stringContaining('Acts with a broken glass: Resume'),
    'The glass that Omar Oncall broke is whole again',
  ]);
  await viewer.context().close();
  await admin.context().close();
});
