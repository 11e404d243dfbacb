import { clean } from './axe.ts';
import { expect, test } from './journey.ts';
import { atStage } from './operate.ts';

test('axe finds nothing on any page', async ({ page, signIn }) => {
  test.setTimeout(300_000);
  await page.goto('/sign-in');
  await clean(page, 'sign-in');
  await signIn(page, 'viewer');
  await page.locator('[data-cell]').first().waitFor();
  await clean(page, 'fleet');
  await page.goto('/cells/prod-euw1-b');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('prod-euw1-b');
  await page.waitForTimeout(1_500);
  await clean(page, 'cell');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeVisible();
  await clean(page, 'search');
  await page.goto('/cells/no-such-cell');
  await clean(page, 'not found');
  await page.goto('/?wall');
  await page.locator('[data-cell]').first().waitFor();
  await clean(page, 'wall');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await clean(page, 'phone');
});

test('axe finds nothing where releases are watched and controlled', async ({ page, signIn, stack }) => {
  test.setTimeout(300_000);
  await signIn(page, 'admin');
  await stack.side('POST', 'releases', { component: 'router', quality: 'good' });
  const rows = async () => ((await (await page.request.get('/api/rollouts')).json()) as { moving: number }).moving;
  await expect.poll(rows, { timeout: 120_000, message: 'a release is seen to move' }).toBeGreaterThan(0);
  await page.goto('/deployments');
  await expect(page.getByRole('table')).toBeVisible();
  await clean(page, 'deployments');
  await page.goto('/deployments/router');
  await expect(page.getByRole('list', { name: 'Stages' })).toBeVisible();
  await clean(page, 'pipeline');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: /Roll back …/ }).click();
  await expect(dialog.getByRole('button', { name: /^(Leave as it is|Close)$/ })).toBeVisible();
  await clean(page, 'dialog of what starts');
  await page.keyboard.press('Escape');
  await atStage(page, 'Deploy-large', /Pause|Extend/).click();
  await expect(dialog.getByLabel('Reason')).toBeVisible();
  await clean(page, 'dialog of what stops');
  await page.keyboard.press('Escape');
  await page.goto('/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit');
  await expect(page.getByText('#1 ').or(page.getByText('Nobody has acted')).first()).toBeVisible();
  await clean(page, 'audit');
  await page.goto('/sessions');
  await expect(page.getByText('this browser').first()).toBeVisible();
  await clean(page, 'own sessions');
  await page.goto('/people');
  await page.getByRole('button', { name: 'Sign out everywhere' }).first().click();
  await clean(page, 'people, and the dialog that signs somebody out');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/deployments');
  await clean(page, 'deployments on a phone');
});

test('axe finds nothing on Costs', async ({ page, signIn }) => {
  test.setTimeout(180_000);
  await signIn(page, 'manager', '/costs');
  await page.locator('tr[data-row]').first().waitFor({ timeout: 60_000 });
  await page
    .getByRole('button', { name: /^What is behind/ })
    .first()
    .click();
  await expect(page.getByRole('columnheader', { name: 'Service' })).toBeVisible();
  await clean(page, 'costs');
  await page.getByRole('button', { name: 'as table' }).click();
  await page.getByRole('button', { name: /^Period/ }).click();
  await clean(page, 'costs, their period');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/costs?group=wave');
  await page.locator('tr[data-row]').first().waitFor();
  await clean(page, 'costs on a phone');
  await page.goto('/costs?period=2030-01');
  await expect(page.getByText('is in the future')).toBeVisible();
  await clean(page, 'costs refused');
});
