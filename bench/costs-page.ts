import { chromium, type Page } from '@playwright/test';
import type { CostsView } from '#lib/views/costs-view.ts';
import { signIn } from '#simulator/identity/sign-in.ts';
import config from '../e2e/playwright.config.ts';
import { Stack } from '../e2e/stack.ts';
import { loadPage, warmUp } from './load-page.ts';
import { percentile } from './percentile.ts';
import type { BenchResult } from './result.ts';
import { untilFilled } from './until-filled.ts';

const LOADS = 5;
const CELLS = 1_000;
/** Ninety days: as far back as daily costs are read. */
const ASK = '?period=90d';
/** The simulated organization takes its time to add up 13 months of 1,000 accounts. */
const PATIENCE_MS = 600_000;

/** What the Costs page costs the browser, at 1,000 cells and 90 days. */
export async function run(): Promise<BenchResult> {
  const stack = new Stack(60);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    await stack.start(CELLS, 4_213);
    const cookie = await signIn({ origin: stack.origin, login: 'manager' });
    await untilFilled(stack.origin, cookie, CELLS);
    const bytes = await compressedBytes(`${stack.origin}/api/costs${ASK}`, cookie);
    await warmUp(`${stack.origin}/costs${ASK}`, cookie);
    const loads: Awaited<ReturnType<typeof loadPage>>[] = [];
    for (let i = 0; i < LOADS; i++) loads.push(await loadPage(browser, `${stack.origin}/costs${ASK}`, cookie, sortRows));
    const lcp = percentile(
      loads.map((load) => load.lcp / 1_000),
      0.5,
    );
    const inp = Math.max(...loads.map((load) => load.inp));
    const cls = Math.max(...loads.map((load) => load.cls));
    return {
      name: 'costs-page',
      rows: [
        { figure: `LCP at 1,000 cells, median of ${LOADS}`, value: lcp, unit: 's', bound: '≤ 1', ok: lcp <= 1 },
        { figure: 'INP of sorting 1,000 rows, worst', value: inp, unit: 'ms', bound: '≤ 100', ok: inp <= 100 },
        { figure: 'CLS, worst', value: cls, unit: '', bound: '≤ 0.01', ok: cls <= 0.01 },
        { figure: 'the view, compressed', value: bytes / 1_000, unit: 'KB', bound: '≤ 150', ok: bytes <= 150_000 },
      ],
    };
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function sortRows(page: Page): Promise<void> {
  // All rows have come, and the page is at rest.
  await page.waitForTimeout(1_500);
  for (const name of ['Share', 'Per million', 'Cell', 'Budget left', 'Share']) {
    await page.getByRole('columnheader', { name }).getByRole('button').click();
    await page.waitForTimeout(400);
  }
}

/** Size of the first answer that is whole: traffic is read after the bill. */
async function compressedBytes(address: string, cookie: string): Promise<number> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(address, { headers: { cookie, 'accept-encoding': 'br' } });
    const bytes = Number(response.headers.get('content-length'));
    const view = (await response.json()) as Partial<CostsView>;
    if (response.ok && view.total?.unit?.perMillion) return bytes;
    if (Date.now() > end) throw new Error(`No costs within ${PATIENCE_MS / 60_000} min: the server answered ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
