import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { setAlarm } from './owner.ts';

async function someCell(page: Page, skip = 0) {
  const { cells } = (await (await page.request.get('/api/fleet')).json()) as {
    cells: { name: string; accountId: string | null; region: string; wave: string; health: string; state: string; cloud: string }[];
  };
  const well = cells.filter((each) => each.health === 'healthy' && each.state === 'in-service' && each.wave === 'small' && each.accountId);
  const cell = well[skip];
  if (!cell) throw new Error('no healthy cell to begin with');
  return cell;
}

test('an alarm that rang and stopped stays shaded, and is named at the crosshair', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'viewer');
  const cell = await someCell(page);
  await page.goto(`/cells/${cell.name}`);
  await setAlarm(stack, cell, 'saturation-high', 'ALARM');
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('1 of', { timeout: 30_000 });
  await setAlarm(stack, cell, 'saturation-high', 'OK');
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('0 of', { timeout: 30_000 });
  // The charts end with the last whole minute.
  const traffic = page.getByRole('region', { name: 'Traffic' });
  await expect(traffic.getByText('▲')).toBeVisible({ timeout: 150_000 });
  const moment = traffic.getByRole('slider');
  await moment.focus();
  await moment.press('End');
  for (let step = 0; step < 5 && !(await moment.getAttribute('aria-valuetext'))?.includes('in alarm'); step++)
    await moment.press('ArrowLeft');
  await expect(moment).toHaveAttribute('aria-valuetext', new RegExp(`in alarm: ${cell.name}-saturation-high`));
  await expect(traffic).toContainText('saturation-high');
});

test('where past alarms may not be read, the page says so and shows the rest', async ({ page, signIn, stack }) => {
  await signIn(page, 'viewer');
  const cell = await someCell(page, 1);
  await stack.side('POST', 'faults', {
    service: 'CloudWatch',
    operation: 'DescribeAlarmHistory',
    accountId: cell.accountId,
    kind: 'deny',
    rate: 1,
    seconds: 600,
  });
  await page.goto(`/cells/${cell.name}?range=3h`);
  await expect(page.getByText("Past alarms can't all be shown.")).toContainText('cloudwatch:DescribeAlarmHistory');
  await expect(page.getByRole('region', { name: 'Traffic' }).getByRole('slider')).toBeVisible();
});

test('alarms that can no longer be read are told to be old', async ({ page, signIn, stack }) => {
  await signIn(page, 'viewer');
  const cell = await someCell(page, 2);
  await page.goto(`/cells/${cell.name}`);
  await stack.side('POST', 'faults', {
    service: 'CloudWatch',
    operation: 'DescribeAlarms',
    accountId: cell.accountId,
    kind: 'deny',
    rate: 1,
    seconds: 600,
  });
  const alarms = page.getByRole('region', { name: 'Alarms' });
  await expect(alarms).toContainText(/As they were .* Access denied/, { timeout: 30_000 });
  await expect(alarms).toContainText('when last read');
});

for (const range of ['24h', '7d']) {
  test(`over ${range} a cell stands beside its peers, in all four signals`, async ({ page, signIn }) => {
    await signIn(page, 'viewer');
    const cell = await someCell(page);
    await page.goto(`/cells/${cell.name}?range=${range}`);
    for (const name of ['Traffic', 'Errors', 'Latency', 'Saturation']) {
      await expect(page.getByRole('region', { name }).getByText('peers', { exact: true })).toBeVisible();
    }
  });
}
