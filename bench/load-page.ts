import type { Browser, Page } from '@playwright/test';

/** A server in service has drawn the page before: the first drawings run code that is not compiled yet. */
const DRAWN_BEFORE = 10;

/** Draws the page without a browser, as often as it takes for the server to know how. */
export async function warmUp(address: string, cookie: string): Promise<void> {
  for (let i = 0; i < DRAWN_BEFORE; i++) await (await fetch(address, { headers: { cookie } })).text();
}

/** What one load of a page costs the browser, and what is done there afterwards: LCP and INP in ms, CLS, compressed JavaScript in KB. */
export async function loadPage(browser: Browser, address: string, cookie: string, act: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(
    cookie.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: address })),
  );
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let script = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) script += encodedDataLength;
  });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0, inp: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) seen.cls += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.inp = Math.max(seen.inp, entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForTimeout(1_500);
  const before = await page.evaluate(() => ({ ...(window as unknown as { seen: { lcp: number; cls: number } }).seen }));
  await act(page);
  await page.waitForTimeout(500);
  const after = await page.evaluate(() => ({ ...(window as unknown as { seen: { inp: number; cls: number } }).seen }));
  await context.close();
  return { lcp: before.lcp, cls: after.cls, inp: after.inp, script: script / 1_000 };
}
