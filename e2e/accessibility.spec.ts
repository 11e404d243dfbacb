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
