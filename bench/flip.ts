import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { chromium, type Page } from '@playwright/test';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { signIn } from '#simulator/identity/sign-in.ts';
import config from '../e2e/playwright.config.ts';
import { Stack } from '../e2e/stack.ts';
import { percentile } from './percentile.ts';
import type { BenchResult, BenchRow } from './result.ts';
import { untilFilled } from './until-filled.ts';

const POLLED = { cells: 24, seed: 4_212, refreshSeconds: 5, flips: 8, events: false, query: '' };
/** So many that are drawn as tiles, of all. */
const BY_EVENTS = { cells: 1_000, seed: 4_212, refreshSeconds: 60, flips: 20, events: true, query: 'use1-02' };
const BY_EVENTS_SECONDS = 5;
const EVENTS = { ALARM_EVENTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/100000000002/cellwatch-events' };

/** From an alarm's flip in the simulator to the changed pixel in an open Fleet page: polled, and told by events. */
export async function run(): Promise<BenchResult> {
  const polled = await flip(POLLED);
  const told = await flip(BY_EVENTS);
  const most = POLLED.refreshSeconds + 1;
  return {
    name: 'flip',
    rows: [
      row(`alarm to pixel, polled, median of ${polled.length}`, percentile(polled, 0.5)),
      row(`alarm to pixel, polled, longest (refresh ${POLLED.refreshSeconds} s)`, percentile(polled, 1), most),
      row(`alarm to pixel by events, ${BY_EVENTS.cells} cells, median of ${told.length}`, percentile(told, 0.5)),
      row(`alarm to pixel by events, ${BY_EVENTS.cells} cells, p95`, percentile(told, 0.95), BY_EVENTS_SECONDS),
    ],
  };
}

function row(figure: string, ms: number, most?: number): BenchRow {
  const value = ms / 1_000;
  return most === undefined ? { figure, value, unit: 's', ok: true } : { figure, value, unit: 's', bound: `≤ ${most}`, ok: value <= most };
}

/** How long each flip took, ms. */
async function flip({ cells, seed, refreshSeconds, flips, events, query }: typeof POLLED): Promise<number[]> {
  const stack = new Stack(refreshSeconds);
  await stack.start(cells, seed, events ? { environment: EVENTS } : {});
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const cookie = await signIn({ origin: stack.origin, login: 'viewer' });
    if (events) await untilFilled(stack.origin, cookie, cells);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: { cookie } });
    const page = await context.newPage();
    await page.goto(`${stack.origin}/?q=${query}`);
    const view = (await (await fetch(`${stack.origin}/api/fleet`, { headers: { cookie } })).json()) as FleetView;
    const well = view.cells.filter((each) => each.state === 'in-service' && each.health === 'healthy' && each.name.includes(query));
    const waits: number[] = [];
    for (const cell of well.slice(0, flips)) waits.push(await flipOne(stack, page, cell));
    if (waits.length < flips) throw new Error(`Only ${waits.length} of ${flips} cells could be flipped`);
    return waits;
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function flipOne(stack: Stack, page: Page, cell: FleetView['cells'][number]): Promise<number> {
  const client = new CloudWatchClient({
    region: cell.region,
    endpoint: stack.simulatorUrl,
    credentials: { accessKeyId: `AKIA${cell.accountId}ROOT`, secretAccessKey: `simulator-${cell.accountId}-root` },
  });
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: cell.name }));
  // Named critical in the registry: it votes whatever composite it belongs to.
  const alarm = MetricAlarms?.find((each) => each.AlarmName?.endsWith('-critical'));
  if (!alarm?.AlarmName) throw new Error(`${cell.name} has no alarm named critical`);
  const tile = page.locator(`[data-cell="${cell.name}"]`);
  const started = performance.now();
  await client.send(new SetAlarmStateCommand({ AlarmName: alarm.AlarmName, StateValue: 'ALARM', StateReason: 'Flipped to measure' }));
  await tile.and(page.locator('[data-look="critical"], [data-look="degraded"]')).waitFor({ timeout: 90_000 });
  return performance.now() - started;
}
