import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { CostsView } from '#lib/views/costs-view.ts';
import { expect, test } from './journey.ts';

/** Rows of a CSV without line breaks in its fields. */
function parseCsv(text: string): string[][] {
  return text
    .trim()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''));
}

const cents = (amount: string) => (amount === '' ? 0n : BigInt(amount.replace('.', '')));

const table = (page: Page) => page.getByRole('region', { name: /^Costs by/ });
const namesOf = (page: Page) =>
  table(page)
    .locator('tr[data-kind="cell"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));

/** Costs are fetched as soon as the app starts; the first journey may come before they are there. */
async function openCosts(page: Page, path = '/costs') {
  await page.goto(path);
  await expect(table(page).locator('tr[data-row]').first()).toBeVisible({ timeout: 60_000 });
}

test('a manager finds the anomaly, the idle cell and what is behind a cost, and sorts', async ({ page, signIn, stack }) => {
  test.setTimeout(120_000);
  const bill = await stack.side<{ anomaly: { cell: string }; idle: { cell: string } }>('GET', 'costs');
  await signIn(page, 'manager');
  await page.getByRole('link', { name: 'Costs' }).click();
  await openCosts(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/\$[\d,]+ in \w+ so far/);

  const outstanding = page.getByRole('region', { name: 'What stands out' });
  await expect(outstanding.getByRole('listitem').first()).toContainText(`${bill.anomaly.cell} · CloudWatch`);
  const more = outstanding.getByRole('button', { name: /more$/ });
  if (await more.isVisible()) await more.click();
  await expect(outstanding).toContainText(`${bill.idle.cell} · idle`);

  await page.getByRole('button', { name: `What is behind ${bill.anomaly.cell}`, exact: true }).click();
  await expect(table(page)).toContainText('Moved by CloudWatch');
  await expect(table(page).getByRole('rowheader', { name: 'DynamoDB' })).toBeVisible();

  const byCost = await namesOf(page);
  await table(page).getByRole('columnheader', { name: 'Cell' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect.poll(() => namesOf(page)).toEqual([...byCost].sort());
  await table(page).getByRole('searchbox').fill('usw2');
  await expect(table(page).getByRole('status')).toContainText(/^\d+ of \d+ rows, together \$/);
  expect((await namesOf(page)).every((name) => name?.includes('usw2'))).toBe(true);
});

test('the address carries the period and grouping, back goes back, and a pasted link shows the same', async ({ page, signIn, context }) => {
  await signIn(page, 'manager');
  await openCosts(page, '/costs?period=last-month&group=region');
  const october = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('button', { name: /^Group by/ }).click();
  await page.getByRole('radio', { name: 'service' }).check();
  await expect(page).toHaveURL(/group=service/);
  await expect(table(page)).toHaveAccessibleName('Costs by service');
  await page.keyboard.press('Escape');
  await page.goBack();
  await expect(page).toHaveURL(/group=region/);
  await expect(table(page)).toHaveAccessibleName('Costs by region');
  const colleague = await context.newPage();
  await openCosts(colleague, page.url());
  expect(await colleague.getByRole('heading', { level: 1 }).textContent()).toBe(october);
});

test('the file that a manager downloads adds up to the total shown, to the cent', async ({ page, signIn }) => {
  await signIn(page, 'manager');
  for (const query of ['', '?period=last-month&metric=unblended&group=service', '?period=30d&shared=traffic']) {
    await openCosts(page, `/costs${query}`);
    const shown = await page.locator('tfoot [data-sort="cost"]').textContent();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/^cellwatch-costs-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d-by-(cell|service)\.csv$/);
    const [head = [], ...lines] = parseCsv(await readFile(await download.path(), 'utf8'));
    const at = head.indexOf('cost');
    const total = lines.at(-1)?.[at] ?? '';
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.slice(0, -1).reduce((sum, line) => sum + cents(line[at] ?? ''), 0n)).toBe(cents(total));
    expect(shown?.replace(/[$,]/g, '')).toBe(total);
  }
});

test('an impossible period is told in a sentence, and the way back is one click', async ({ page, signIn }) => {
  await signIn(page, 'manager', '/costs?period=2026-03-09..2026-03-01');
  await expect(page.getByText('Did you mean 2026-03-01..2026-03-09?')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Show this month by cell' }).click();
  await expect(page).toHaveURL(/\/costs$/);
  await expect(table(page).locator('tr[data-row]').first()).toBeVisible();
});

test('a period written backwards is turned with one click, and keeps its grouping', async ({ page, signIn }) => {
  await signIn(page, 'manager');
  await openCosts(page);
  const through = await page.request.get('/api/costs').then(async (answer) => ((await answer.json()) as CostsView).fetch.throughDay ?? '');
  const month = through.slice(0, 7);
  await page.goto(`/costs?period=${month}-02..${month}-01&group=wave`);
  await page.getByRole('link', { name: `Show ${month}-01 to ${month}-02` }).click();
  await expect(page).toHaveURL(new RegExp(`period=${month}-01..${month}-02&group=wave`));
  await expect(table(page).locator('tr[data-row]').first()).toBeVisible();
});

test('what is printed are all rows with what they are of, on white, without controls', async ({ page, signIn }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, 'manager');
  await openCosts(page, '/costs?period=last-month');
  const rows = table(page).locator('tr[data-row]');
  // The first HTML has some of the rows; the others follow.
  const said = await page.getByRole('status').filter({ hasText: 'together the bill' }).textContent();
  const shown = Number(/^\d+/.exec(said ?? ''));
  await expect(rows).toHaveCount(shown);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(
    page.getByText(/^Costs of .+ by cell · \d{4}-\d\d-01 to .+ · net amortized · shared costs apart · fetched .+ UTC$/),
  ).toBeVisible();
  for (const row of await rows.all()) await expect(row).toBeVisible();
  await expect(rows).toHaveCount(shown);
  await expect(table(page).locator('tfoot')).toContainText('The bill');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^(Period|Group by|What is behind|as table)/ })).toHaveCount(0);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
});

test('what stands out is as high as the chart beside it, so that what is found later moves no table', async ({ page, signIn }) => {
  await signIn(page, 'manager');
  await openCosts(page);
  const heightOf = async (name: RegExp) => (await page.getByRole('region', { name }).boundingBox())?.height;
  const chart = await heightOf(/^Daily cost/);
  expect(await heightOf(/^What stands out/)).toBe(chart);
  await page
    .getByRole('region', { name: 'What stands out' })
    .getByRole('list')
    .evaluate((list) => {
      for (let more = 0; more < 8; more++) list.append(list.firstElementChild?.cloneNode(true) ?? '');
    });
  expect(await heightOf(/^Daily cost/)).toBe(chart);
  expect(await heightOf(/^What stands out/)).toBe(chart);
});

test('on a phone, where no heading stands, rows are sorted from a menu', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'manager');
  await openCosts(page);
  await page.getByRole('button', { name: /^Sort by/ }).click();
  await page.getByRole('radio', { name: 'cell' }).check();
  await expect(page).toHaveURL(/sort=name/);
  await page.keyboard.press('Escape');
  const names = await namesOf(page);
  expect(names).toEqual([...names].sort());
});

test('an operator is told which group opens costs, and gets no figure', async ({ page, signIn }) => {
  await signIn(page, 'operator');
  await expect(page.getByRole('link', { name: 'Deployments' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Costs' })).toHaveCount(0);
  await page.goto('/costs');
  await expect(page.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible();
  await expect(page.getByText('cellwatch-managers')).toBeVisible();
  for (const route of ['/api/costs', '/api/costs/export', '/api/costs/status', '/api/costs/behind?row=shared']) {
    const refused = await page.request.get(route);
    expect(refused.status(), route).toBe(403);
    expect(await refused.text()).toContain('cellwatch-managers');
  }
});
