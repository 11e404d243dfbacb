import { type Browser, chromium, type Page } from '@playwright/test';
import { signIn } from '#simulator/identity/sign-in.ts';
import config from '../e2e/playwright.config.ts';
import { Stack } from '../e2e/stack.ts';
import { loadPage, warmUp } from './load-page.ts';
import { percentile } from './percentile.ts';
import type { BenchResult, BenchRow } from './result.ts';
import { untilFilled } from './until-filled.ts';

const LOADS = 5;
/** Longest LCP in seconds, by number of cells. */
const LCP = new Map([
  [24, 1],
  [1_000, 1],
  [10_000, 2.5],
]);
/** Compressed JavaScript of a page with Next, React and React Query and nothing of ours, KB. */
const FRAMEWORK_KILOBYTES = 145;

/** What the Fleet page costs the browser. */
export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    for (const [cells, seconds] of LCP) rows.push(...(await measure(browser, cells, seconds)));
  } finally {
    await browser.close();
  }
  return { name: 'page', rows };
}

async function measure(browser: Browser, cells: number, longest: number): Promise<BenchRow[]> {
  const stack = new Stack(60);
  await stack.start(cells, 4_213);
  try {
    const cookie = await signIn({ origin: stack.origin, login: 'viewer' });
    await untilFilled(stack.origin, cookie, cells);
    await warmUp(stack.origin, cookie);
    const loads: Awaited<ReturnType<typeof loadPage>>[] = [];
    for (let i = 0; i < LOADS; i++) loads.push(await loadPage(browser, stack.origin, cookie, typeFilter));
    const middle = (pick: (load: (typeof loads)[number]) => number) => percentile(loads.map(pick), 0.5);
    const of = `at ${cells.toLocaleString('en')} cells`;
    const lcp = middle((load) => load.lcp) / 1_000;
    const inp = Math.max(...loads.map((load) => load.inp));
    const cls = Math.max(...loads.map((load) => load.cls));
    const script = middle((load) => load.script);
    const ours = script - FRAMEWORK_KILOBYTES;
    return [
      { figure: `LCP ${of}, median of ${LOADS}`, value: lcp, unit: 's', bound: `≤ ${longest}`, ok: lcp <= longest },
      { figure: `INP of typing a filter ${of}, worst`, value: inp, unit: 'ms', bound: '≤ 100', ok: inp <= 100 },
      { figure: `CLS ${of}, worst`, value: cls, unit: '', bound: '≤ 0.01', ok: cls <= 0.01 },
      { figure: `JavaScript ${of}, compressed`, value: script, unit: 'KB', bound: '≤ 190', ok: script <= 190 },
      { figure: `of it ours (beyond ${FRAMEWORK_KILOBYTES} KB of framework)`, value: ours, unit: 'KB', bound: '≤ 45', ok: ours <= 45 },
    ];
  } finally {
    await stack.stop();
  }
}

async function typeFilter(page: Page): Promise<void> {
  await page.getByRole('searchbox', { name: /filter/i }).click();
  await page.keyboard.type('prod-euw1', { delay: 120 });
  for (let i = 0; i < 9; i++) await page.keyboard.press('Backspace', { delay: 60 });
}
