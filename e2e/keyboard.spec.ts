import { expect, test } from './journey.ts';

test('by keyboard alone: find a cell, walk the tiles, open one, come back', async ({ page, signIn }) => {
  await signIn(page, 'viewer');
  // Live means that the page has taken over from its first HTML.
  await page.locator('[data-connection="live"]').waitFor();

  await page.keyboard.press('/');
  const search = page.getByRole('combobox', { name: /Cell, account/ });
  await expect(search).toBeFocused();
  await page.keyboard.type('euw1-b');
  await expect(page.getByRole('option').first()).toContainText('euw1-b');
  await page.keyboard.press('Escape');
  await expect(search).toBeHidden();

  await page.locator('[data-cell]').first().focus();
  const first = await page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
  await page.keyboard.press('ArrowRight');
  const second = await page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/cells/${second}`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second ?? '');

  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/(\?.*)?$/);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('filters live in the address, and a pasted link shows the same', async ({ page, signIn, context }) => {
  await signIn(page, 'viewer');
  await page.getByRole('searchbox', { name: /filter/i }).fill('euw1');
  await expect(page).toHaveURL(/euw1/);
  await expect(page.locator('[data-cell]:not([data-cell*="euw1"])')).toHaveCount(0);
  const shown = await page.locator('[data-cell]').count();
  expect(shown).toBeGreaterThan(0);
  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await expect(colleague.locator('[data-cell]')).toHaveCount(shown);
});
