import { expect, test } from './journey.ts';
import { setAlarm } from './owner.ts';

test('who types at once into the search loses no letter, and the page behind stays where it was', async ({ page, signIn }) => {
  await signIn(page, 'viewer');
  await page.locator('[data-connection="live"]').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('euw1-b', { delay: 0 });
  await expect(page.getByRole('combobox')).toHaveValue('euw1-b');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/euw1-b/);
});

test('with alerts on, a cell that turns critical is notified once, counted in the title and marked on the icon', async ({
  page,
  signIn,
  stack,
}) => {
  await page.addInitScript(() => {
    class Recorded {
      static permission = 'default';
      static async requestPermission() {
        Recorded.permission = 'granted';
        return 'granted';
      }
      constructor(title: string, options?: NotificationOptions) {
        told.push(`${title}: ${options?.body}`);
      }
    }
    const told: string[] = [];
    Object.assign(window, { Notification: Recorded, told });
  });
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  const icon = () => page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href);
  await signIn(page, 'viewer');
  await page.locator('[data-connection="live"]').waitFor();
  await page.getByRole('button', { name: 'Alert me' }).click();
  await expect(page.getByRole('button', { name: 'Alerts on' })).toHaveAttribute('aria-pressed', 'true');
  const usual = await icon();

  const cell = { name: 'prod-usw2-b', accountId: await accountOf('prod-usw2-b'), region: 'us-west-2' };
  await setAlarm(stack, cell, 'errors-critical', 'ALARM');
  await expect(page.locator(`[data-cell="${cell.name}"]`)).toHaveAttribute('data-look', 'critical', { timeout: 30_000 });
  expect(await told()).toEqual([expect.stringMatching(/^prod-usw2-b is critical: .*alarm/)]);
  await expect(page).toHaveTitle(/^\(1\) /);
  expect(await icon()).not.toBe(usual);

  await page.getByRole('button', { name: 'Alerts on' }).click();
  await expect(page).not.toHaveTitle(/^\(/);
  expect(await icon()).toBe(usual);
  expect(await told()).toHaveLength(1);

  async function accountOf(name: string): Promise<string> {
    const { cells } = (await (await page.request.get('/api/fleet')).json()) as { cells: { name: string; accountId: string }[] };
    return cells.find((each) => each.name === name)?.accountId ?? '';
  }
});

test('the wall keeps the screen awake, takes it up again when it comes back into sight, and Esc leaves', async ({ page, signIn }) => {
  await page.addInitScript(() => {
    const held: { released: boolean }[] = [];
    const request = async () => {
      const lock = {
        released: false,
        release: async () => {
          lock.released = true;
        },
      };
      held.push(lock);
      return lock;
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    Object.assign(window, { locks: held });
  });
  const locks = () => page.evaluate(() => (window as unknown as { locks: { released: boolean }[] }).locks.map(({ released }) => released));
  const comesIntoSight = (taken: boolean) =>
    page.evaluate((wasTaken) => {
      // Out of sight, the browser takes the lock back.
      if (wasTaken) for (const lock of (window as unknown as { locks: { released: boolean }[] }).locks) lock.released = true;
      document.dispatchEvent(new Event('visibilitychange'));
    }, taken);
  await signIn(page, 'viewer', '/?wall');
  await expect(page.locator('[data-wall]')).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeHidden();
  await expect.poll(locks).toEqual([false]);
  await comesIntoSight(false);
  await comesIntoSight(true);
  await expect.poll(locks).toEqual([true, false]);
  // All of a fleet of 24 stands on the screen.
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-wall]')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toBeVisible();
  await expect.poll(locks).toEqual([true, true]);
});
