import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Page } from '@playwright/test';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { expect, test } from './journey.ts';
import { actOn, auditOf, planOf } from './operate.ts';
import type { Stack } from './stack.ts';

const HTML = '<img src=x onerror="window.hurt=1"><b>cell</b> & "more"';
/** Written from right to left, with a sign that would turn all that follows it. */
const TURNING = 'خلية \u202e1-א';
const EMOJI = '🚀👩‍🚀 prod-🇪🇺';
const LONG = `a-${'very-'.repeat(24)}name`;
const NAMES = [HTML, TURNING, EMOJI, LONG] as const;
const COMPONENT = `router ${TURNING} <i>x</i>`;
const ALARM = `${TURNING} ${HTML}`;
const MESSAGE = `${EMOJI} ${HTML} ${TURNING} ${LONG}`.slice(0, 200);
const REASON = `${TURNING} ${HTML}`;

const SCREENS = [
  [1280, 800, 'light'],
  [390, 844, 'dark'],
  [1920, 1080, 'dark'],
] as const;

const key = (accountId: string) => ({ accessKeyId: `AKIA${accountId}ROOT`, secretAccessKey: `simulator-${accountId}-root` });

test.use({ environment: { LOG_LEVEL: 'warn' } });

/** Gives the first cells of production, and the router, names that people should not give. */
async function rename({ simulatorUrl }: Stack) {
  const s3 = new S3Client({ endpoint: simulatorUrl, region: 'us-east-1', credentials: key('100000000002'), forcePathStyle: true });
  const place = { Bucket: 'orbit-cellwatch', Key: 'registry.json' };
  let text = (await (await s3.send(new GetObjectCommand(place))).Body?.transformToString()) ?? '';
  const document = JSON.parse(text) as {
    cells: { name: string; accountId: string; region: string; environment: string; cloud?: string }[];
  };
  const some = document.cells.filter(({ environment, cloud }) => environment === 'production' && cloud !== 'gcp').slice(0, NAMES.length);
  const renamed = some.map((cell, at) => ({ ...cell, name: NAMES[at] ?? '' }));
  for (const [at, { name }] of some.entries()) text = text.replaceAll(JSON.stringify(name), JSON.stringify(NAMES[at]));
  text = text.replace('"name": "router",', `"name": ${JSON.stringify(COMPONENT)},`);
  await s3.send(new PutObjectCommand({ ...place, Body: text }));
  return renamed;
}

/** Nothing ran, nothing is wider than the window, and what turns the writing turns nothing but itself. */
async function expectTame(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const open: string[] = [];
    while (texts.nextNode()) {
      const { parentElement: around, textContent } = texts.currentNode;
      if (!around || !textContent?.includes('\u202e') || around.closest('script, title')) continue;
      if (!/isolate|plaintext/.test(getComputedStyle(around).unicodeBidi)) open.push(around.outerHTML.slice(0, 200));
    }
    return {
      ran: 'hurt' in window,
      made: document.querySelectorAll('img[src="x"]').length,
      open,
      wider: document.documentElement.scrollWidth - window.innerWidth,
    };
  });
  expect(found).toEqual({ ran: false, made: 0, open: [], wider: expect.any(Number) });
  expect(found.wider).toBeLessThanOrEqual(0);
}

async function makeAlarm({ simulatorUrl }: Stack, { accountId, region }: { accountId: string; region: string }): Promise<void> {
  const client = new CloudWatchClient({ endpoint: simulatorUrl, region, credentials: key(accountId) });
  const watched = { Namespace: 'T', MetricName: 'm', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1 } as const;
  const AlarmActions = [`arn:aws:sns:${region}:${accountId}:page`];
  await client.send(new PutMetricAlarmCommand({ AlarmName: ALARM, ...watched, ComparisonOperator: 'GreaterThanThreshold', AlarmActions }));
  await client.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'ALARM', StateReason: REASON }));
}

test('names in any script, with signs of HTML or of great length are shown as they are, and break no page', async ({
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(240_000);
  const [cell] = await rename(stack);
  if (!cell) throw new Error('no cell was renamed');
  await makeAlarm(stack, cell);
  await stack.side('POST', 'releases', { component: 'router', quality: 'good', message: MESSAGE });
  await signIn(page, 'admin', '/deployments');
  const fleet = async () => (await (await page.request.get('/api/fleet')).json()) as FleetView;
  await expect
    .poll(async () => (await fleet()).cells.map(({ name }) => name), { timeout: 90_000 })
    .toEqual(expect.arrayContaining([...NAMES]));
  await expect.poll(async () => (await fleet()).moving.map(({ component }) => component), { timeout: 90_000 }).toContain(COMPONENT);
  const asked = { verb: 'pause-wave', target: { component: COMPONENT, waves: ['large'] } } as const;
  await actOn(page, asked, await planOf(page, asked), 'journey-names', REASON);
  await expect.poll(async () => (await auditOf(page))[0]?.reason, { timeout: 60_000 }).toBe(REASON);
  const cells = [cell.name, TURNING].map((name) => `/cells/${encodeURIComponent(name)}`);
  for (const path of ['/', ...cells, '/deployments']) {
    for (const [width, height, colorScheme] of SCREENS) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expect(page.getByText('\u202e').first()).toBeAttached();
      await expectTame(page);
      const file = `${decodeURIComponent(path)
        .replaceAll(/[^a-z]+/gi, '-')
        .slice(0, 30)}-${width}.png`;
      await page.screenshot({ path: test.info().outputPath(file) });
    }
  }
});
