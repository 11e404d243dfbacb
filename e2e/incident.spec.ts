import type { FleetView } from '#lib/views/fleet-view.ts';
import { expect, test } from './journey.ts';

test.use({ leavesSick: true });

test('an incident turns its tile critical without a reload, the page names the cell, and one click tells why', async ({
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(480_000);
  await signIn(page, 'viewer');
  const tile = page.locator('[data-cell="prod-euw1-b"]');
  // A server just started has yet to read its first minutes.
  await expect(tile).toHaveAttribute('data-look', 'healthy', { timeout: 150_000 });
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await stack.side('POST', 'incidents', { cell: 'prod-euw1-b', kind: 'errors', severity: 1 });
  // The rules want two windows above the limit: minutes, not refreshes.
  await expect(tile).toHaveAttribute('data-look', /critical/, { timeout: 240_000 });
  await expect(tile).toContainText(/errors|alarm/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('prod-euw1-b');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);

  await tile.click();
  await expect(page).toHaveURL(/\/cells\/prod-euw1-b/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('prod-euw1-b');
  await expect(page.locator('main')).toContainText(/error/i);
});

test('a cell of which nothing may be read shows no data with its reason, and heals when access is granted again', async ({
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'viewer');
  const healthy = async () => {
    const { cells } = (await (await page.request.get('/api/fleet')).json()) as FleetView;
    return cells.find(({ health, state, accountId }) => health === 'healthy' && state === 'in-service' && accountId);
  };
  await expect.poll(healthy, { timeout: 60_000, message: 'a healthy cell to begin with' }).toBeDefined();
  const cell = await healthy();
  if (!cell) throw new Error('the healthy cell fell sick');
  await stack.side('POST', 'faults', {
    service: 'CloudWatch',
    operation: 'DescribeAlarms',
    accountId: cell.accountId,
    kind: 'deny',
    rate: 1,
    seconds: 600,
  });
  const tile = page.locator(`[data-cell="${cell.name}"]`);
  await expect(tile).toHaveAttribute('data-look', 'no-data', { timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Freshness' })).toContainText(/denied/i);
  await stack.side('DELETE', 'faults');
  // Better states need three good minutes.
  await expect(page.getByRole('region', { name: 'Freshness' })).not.toContainText(/denied/i, { timeout: 60_000 });
});
