import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './journey.ts';
import type { Stack } from './stack.ts';

const OBJECT = { Bucket: 'orbit-cellwatch', Key: 'registry.json' };

interface Document {
  cells: { wave: string }[];
  components: { stages?: object }[];
}

/** Changes the registry where it lies, as whoever keeps it; answers what it was. */
async function changeRegistry(stack: Stack, change: (document: Document) => Document): Promise<Document> {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: stack.simulatorUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIA100000000002ROOT', secretAccessKey: 'simulator-100000000002-root' },
  });
  const found = await client.send(new GetObjectCommand(OBJECT));
  const document: Document = JSON.parse((await found.Body?.transformToString()) ?? '');
  await client.send(new PutObjectCommand({ ...OBJECT, Body: JSON.stringify(change(document)) }));
  client.destroy();
  return document;
}

test('a registry without most of its cells waits for an admin', async ({ page, browser, stack, signIn }) => {
  await signIn(page, 'viewer');
  const tiles = page.getByRole('link', { name: /^prod-/ });
  await expect(tiles.first()).toBeVisible();
  const whole = await changeRegistry(stack, (document) => ({
    ...document,
    cells: document.cells.filter(({ wave }) => wave === 'pre-production'),
    components: document.components.map(({ stages: _, ...component }) => component),
  }));
  const notice = page.getByText(/A new cell registry is held back: \d+ of 24 cells would go/);
  await expect(notice).toBeVisible();
  await expect(tiles.first()).toBeVisible();
  await page.getByRole('button', { name: 'See which …' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/prod-use1-a/)).toBeVisible();
  await expect(dialog.getByText(/an admin puts it in force here/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: /go$/ })).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const admin = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await signIn(admin, 'admin', '/audit');
  await expect(admin.getByText(/A new cell registry is held back/)).toBeVisible();
  await admin.getByRole('button', { name: 'See which …' }).click();
  await admin.getByRole('button', { name: /^Let \d+ cells go$/ }).click();
  await expect(admin.getByText(/A new cell registry is held back/)).toHaveCount(0);
  await expect(dialog.getByText(/no registry is held back any more/)).toBeVisible();
  await expect(tiles).toHaveCount(0);
  await admin.reload();
  await expect(admin.getByText(/The registry without \d+ of 24 cells is in force/).first()).toBeVisible();
  await expect(admin.getByText(/Confirm a registry without \d+ of 24 cells/).first()).toBeVisible();
  await admin.context().close();

  await changeRegistry(stack, () => whole);
  await expect(tiles.first()).toBeVisible();
});
