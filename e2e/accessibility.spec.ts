import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './journey.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page, signIn }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const clean = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    };
    await page.goto('/sign-in');
    await clean('sign-in');
    await signIn(page, 'viewer');
    await page.locator('[data-cell]').first().waitFor();
    await clean('fleet');
    await page.goto('/cells/prod-euw1-b');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('prod-euw1-b');
    await page.waitForTimeout(1_500);
    await clean('cell');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeVisible();
    await clean('search');
    await page.goto('/cells/no-such-cell');
    await clean('not found');
    await page.goto('/?wall');
    await page.locator('[data-cell]').first().waitFor();
    await clean('wall');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/');
    await clean('phone');
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on Costs, ${colorScheme}`, async ({ page, signIn }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const clean = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    };
    await signIn(page, 'manager', '/costs');
    await page.locator('tr[data-row]').first().waitFor({ timeout: 60_000 });
    await page
      .getByRole('button', { name: /^What is behind/ })
      .first()
      .click();
    await expect(page.getByRole('columnheader', { name: 'Service' })).toBeVisible();
    await clean('costs');
    await page.getByRole('button', { name: 'as table' }).click();
    await page.getByRole('button', { name: /^Period/ }).click();
    await clean('costs, their period');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/costs?group=wave');
    await page.locator('tr[data-row]').first().waitFor();
    await clean('costs on a phone');
    await page.goto('/costs?period=2030-01');
    await expect(page.getByText('is in the future')).toBeVisible();
    await clean('costs refused');
  });
}
