import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { signIn as identify } from '#simulator/identity/sign-in.ts';
import { expect, test } from './journey.ts';

test('a broken registry is refused by path while the last valid one stays, until it is mended', async ({ page, signIn, stack }) => {
  test.setTimeout(240_000);
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: stack.simulatorUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIA100000000002ROOT', secretAccessKey: 'simulator-100000000002-root' },
  });
  const place = { Bucket: 'orbit-cellwatch', Key: 'registry.json' };
  const valid = (await (await s3.send(new GetObjectCommand(place))).Body?.transformToString()) ?? '';
  await signIn(page, 'viewer');
  const tiles = await page.locator('[data-cell]').count();
  const freshness = page.getByRole('region', { name: 'Freshness' });
  try {
    await s3.send(
      new PutObjectCommand({
        ...place,
        Body: valid.replaceAll('"wave":"small"', '"wave":"smal"').replaceAll('"wave": "small"', '"wave": "smal"'),
      }),
    );
    await expect(freshness).toContainText('"smal" is not a wave; did you mean "small"?', { timeout: 90_000 });
    expect(await page.locator('[data-cell]').count()).toBe(tiles);
  } finally {
    await s3.send(new PutObjectCommand({ ...place, Body: valid }));
  }
  await expect(freshness).not.toContainText('smal', { timeout: 90_000 });
});

test('a killed server is noticed at once, the last picture stays, and the page heals by itself', async ({ page, signIn, stack }) => {
  test.setTimeout(120_000);
  await signIn(page, 'viewer');
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  await stack.killApp();
  await expect(page.getByText('The server does not answer.')).toBeVisible({ timeout: 5_000 });
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await stack.startApp();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The server does not answer.')).toBeHidden();
});

test('after a restart the first page shows the known picture', async ({ page, signIn, stack }) => {
  test.setTimeout(120_000);
  await signIn(page, 'viewer');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await stack.killApp();
  await stack.startApp();
  await page.goto('/');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
});

test('health and readiness answer without a session, metrics only with the token', async ({ stack }) => {
  expect((await fetch(`${stack.origin}/api/health`)).status).toBe(200);
  expect((await fetch(`${stack.origin}/api/ready`)).status).toBe(200);
  expect((await fetch(`${stack.origin}/api/metrics`)).status).toBe(401);
  const metrics = await fetch(`${stack.origin}/api/metrics`, { headers: { authorization: 'Bearer journeys' } });
  expect(metrics.status).toBe(200);
  expect(await metrics.text()).toMatch(/GetMetricData/);
});

test('viewers that come and go leave no event stream behind', async ({ stack }) => {
  const cookie = await identify({ origin: stack.origin, login: 'viewer' });
  const open = async () => {
    const metrics = await fetch(`${stack.origin}/api/metrics`, { headers: { authorization: 'Bearer journeys' } });
    return Number(/^cellwatch_viewers (\d+)$/m.exec(await metrics.text())?.[1]);
  };
  const before = await open();
  for (let round = 0; round < 3; round++) {
    const leave = new AbortController();
    const streams = await Promise.all(
      Array.from({ length: 60 }, () => fetch(`${stack.origin}/api/live`, { headers: { cookie }, signal: leave.signal })),
    );
    expect(streams.map(({ status }) => status)).toEqual(Array(60).fill(200));
    expect(await open()).toBe(before + 60);
    // One half says that it goes, of the other the connection is gone.
    await Promise.all(streams.slice(30).map(({ body }) => body?.cancel()));
    leave.abort();
    await expect.poll(open, { timeout: 5_000 }).toBe(before);
  }
});
