import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { chromium } from '@playwright/test';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { signIn } from '#simulator/identity/sign-in.ts';
import config from '../e2e/playwright.config.ts';
import { Stack } from '../e2e/stack.ts';
import { percentile } from './percentile.ts';
import type { BenchResult } from './result.ts';

const FLIPS = 8;
const REFRESH_SECONDS = 5;

/** From an alarm's flip in the simulator to the changed pixel in an open Fleet page. */
export async function run(): Promise<BenchResult> {
  const stack = new Stack(REFRESH_SECONDS);
  await stack.start(24, 4_212);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const cookie = await signIn({ origin: stack.origin, login: 'viewer' });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: { cookie } });
    const page = await context.newPage();
    await page.goto(stack.origin);
    const view = (await (await fetch(`${stack.origin}/api/fleet`, { headers: { cookie } })).json()) as FleetView;
    const waits: number[] = [];
    for (const cell of view.cells.filter((each) => each.state === 'in-service' && each.health === 'healthy').slice(0, FLIPS)) {
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
      await tile.and(page.locator('[data-look="critical"], [data-look="degraded"]')).waitFor({ timeout: 60_000 });
      waits.push(performance.now() - started);
    }
    const worst = percentile(waits, 1) / 1_000;
    const most = REFRESH_SECONDS + 1;
    return {
      name: 'flip',
      rows: [
        { figure: `alarm to pixel, median of ${waits.length}`, value: percentile(waits, 0.5) / 1_000, unit: 's', ok: true },
        {
          figure: `alarm to pixel, longest (refresh ${REFRESH_SECONDS} s)`,
          value: worst,
          unit: 's',
          bound: `≤ ${most}`,
          ok: worst <= most,
        },
      ],
    };
  } finally {
    await browser.close();
    await stack.stop();
  }
}
