import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { dialog } from './operate.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const navigation = (page: Page) => page.getByRole('navigation', { name: 'Pages' });
const halt = (page: Page) => page.getByRole('button', { name: /Halt all releases/ });

/** Upper and lower edge of what is shown, in px of the viewport. */
async function edges(page: Page, locator: ReturnType<typeof halt>): Promise<{ top: number; bottom: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`nothing is shown there on ${page.url()}`);
  return { top: box.y, bottom: box.y + box.height };
}

test('on a phone the pages and what can be done stand at the lower edge, and cover nothing', async ({ page, signIn }) => {
  await signIn(page, 'operator', '/deployments');
  await expect(halt(page)).toBeVisible();
  const bar = await edges(page, navigation(page));
  const button = await edges(page, halt(page));
  expect(bar.bottom).toBe(844);
  expect(button.bottom).toBeLessThanOrEqual(bar.top);
  expect(button.top).toBeGreaterThan(700);

  // Scrolled to its end, the page has nothing left under them.
  await expect(page.getByRole('table')).toBeVisible();
  await expect(async () => {
    // It grows while the rollouts come.
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const end = await page.locator('main > :last-child').evaluate((element) => element.getBoundingClientRect().bottom);
    expect(end).toBeLessThanOrEqual((await edges(page, halt(page))).top);
  }).toPass();

  // Nor has whoever goes through it by keyboard.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('searchbox').focus();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const { activeElement: focused } = document;
      if (!focused?.closest('main') || focused.closest('[data-thumb]')) return null;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const above = document.elementFromPoint(left + width / 2, top + height / 2);
      return above?.closest('nav, [data-thumb]') ? focused.outerHTML.slice(0, 200) : null;
    });
    expect(hidden).toBeNull();
  }

  await halt(page).click();
  await expect(dialog(page)).toBeVisible();
  // The plan brings buttons of its own.
  await expect(dialog(page)).toContainText('to AWS');
  await expect(async () => {
    const decide = await edges(page, dialog(page).getByRole('button').last());
    expect(decide.bottom).toBeLessThanOrEqual(844);
  }).toPass();
});

test('whoever may halt nothing keeps the room that the button would take', async ({ page, signIn }) => {
  await signIn(page, 'viewer', '/deployments');
  await expect(halt(page)).toHaveAttribute('aria-disabled', 'true');
  expect((await edges(page, halt(page))).bottom).toBeLessThan(400);
});

for (const [what, button, opened] of [
  ['the halt button', /Halt all releases/, /^Halt all releases/],
  ['the search', /Search/, /^Search$/],
] as const) {
  test(`a press on ${what} before the scripts are there is not lost`, async ({ page, signIn }) => {
    await signIn(page, 'operator');
    let arrive = (): void => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route('**/_next/static/**/*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/deployments', { waitUntil: 'commit' });
    await page.getByRole('button', { name: button }).click();
    await page.waitForTimeout(500);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    arrive();
    await expect(page.getByRole('dialog', { name: opened })).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
  });
}
