import type { FleetView } from '#lib/views/fleet-view.ts';
import { expect, test } from './journey.ts';
import { auditOf, dialog, fillIn, hold } from './operate.ts';

test('a bad release is named, halted and rolled back; the cells heal, and the log tells the story', async ({ page, signIn, stack }) => {
  test.setTimeout(1_500_000);
  await signIn(page, 'operator');
  const fleet = async () => (await (await page.request.get('/api/fleet')).json()) as FleetView;
  await page.locator('[data-cell]').first().waitFor({ timeout: 60_000 });
  // Bad enough for alarms, and not so bad that minutes of it use up the error budget of the hour.
  await stack.side('POST', 'releases', { component: 'router', quality: 'bad', severity: 0.6 });
  // Source, build and deployment, then the minutes that the rules want.
  await expect
    .poll(async () => (await fleet()).cells.find(({ health, suspect }) => health !== 'healthy' && suspect !== null)?.suspect?.component, {
      timeout: 540_000,
      intervals: [2_000],
    })
    .toBe('router');
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText(/router \w+/);

  await page.goto('/deployments/router');
  const roll = page.getByRole('button', { name: /^↩ Roll back …/ });
  const halt = page.getByRole('button', { name: /^■ Halt/ });
  await expect(halt).not.toHaveAttribute('aria-disabled', 'true');
  await halt.click();
  await hold(page, /Halt/);
  await expect(dialog(page)).toContainText(/Done:/, { timeout: 90_000 });
  await dialog(page).getByRole('button', { name: /Close/ }).click();

  await expect(roll).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 });
  await roll.click();
  await expect(dialog(page)).toContainText('→');
  await fillIn(page, 'It raises errors');
  await dialog(page).getByRole('button', { name: /^Roll/ }).click();
  await expect(dialog(page)).toContainText(/accepted|Done:/, { timeout: 90_000 });
  await expect
    .poll(async () => (await fleet()).summary, { timeout: 720_000, intervals: [3_000] })
    .toMatchObject({ critical: 0, degraded: 0 });

  const told = (await auditOf(page)).filter(({ components }) => components.includes('router')).map(({ kind, verb }) => `${verb} ${kind}`);
  for (const verb of ['halt-rollout', 'roll-back']) {
    expect(told).toContain(`${verb} intent`);
    expect(told).toContain(`${verb} call`);
  }
  await page.goto('/audit');
  await expect(page.getByText('It raises errors').first()).toBeVisible();
});
