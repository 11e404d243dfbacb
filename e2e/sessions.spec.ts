import type { Browser, Page } from '@playwright/test';
import { expect, type Login, test } from './journey.ts';
import { actAndSee, atStage, auditOf, dialog, fillIn, hold } from './operate.ts';

/** A sign-in is fresh for 12 s. */
const FRESH_MS = 12_000;
test.use({ environment: { REQUIRE_FRESH_SIGN_IN_MINUTES: `${FRESH_MS / 60_000}` } });

type SignIn = (page: Page, login: Login, path?: string) => Promise<void>;

/** Somebody at another machine, looking at a page that hears the server. */
async function elsewhere(browser: Browser, baseURL: string | undefined, signIn: SignIn, login: Login, path = '/'): Promise<Page> {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const page = await context.newPage();
  await signIn(page, login, path);
  await expect(page.locator('[data-connection=live]')).toBeVisible();
  return page;
}

const openAccount = (page: Page) => page.getByRole('banner').locator('button[aria-haspopup=true]').last().click();

test('an admin signs an operator out everywhere: the page says so within 5 s and offers to sign in', async ({
  page,
  browser,
  baseURL,
  signIn,
}) => {
  test.setTimeout(180_000);
  const olga = await elsewhere(browser, baseURL, signIn, 'operator', '/deployments');
  const cookies = await olga.context().cookies();
  await signIn(page, 'admin');
  await openAccount(page);
  await page.getByRole('link', { name: 'People' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'Olga Operator' }).first();
  await expect(entry).toContainText('operator');
  await entry.getByRole('button', { name: 'Sign out everywhere' }).click();
  await dialog(page).getByLabel('Reason').fill('a lost laptop');
  await dialog(page).getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(olga.getByText('An admin signed you out everywhere.')).toBeVisible({ timeout: 5_000 });
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: 'Olga Operator' }).first()).toContainText('not signed in');

  // The cookie is dead, wherever it is.
  expect((await olga.request.get('/api/fleet')).status()).toBe(401);
  const copy = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  await copy.addCookies(cookies);
  const refused = await copy.request.get('/api/fleet');
  expect([refused.status(), ((await refused.json()) as { over: string }).over]).toEqual([401, 'revoked']);

  await olga.getByRole('link', { name: 'Sign in again' }).click();
  await expect(olga.getByText('An admin of Cellwatch signed you out everywhere.')).toBeVisible();
  await olga.getByRole('button', { name: /sign in/i }).click();
  await expect(olga).toHaveURL(/\/deployments$/);
  await expect(olga.locator('[data-connection=live]')).toBeVisible();
  expect((await auditOf(page)).filter(({ verb }) => verb === 'sign-out-person').map(({ text, reason }) => [text, reason])).toEqual([
    ['Sign out Olga Operator everywhere: 1 session ended', null],
    ['Sign out Olga Operator everywhere', 'a lost laptop'],
  ]);
});

test('somebody sees where they are signed in, and ends what is not this browser', async ({ page, browser, baseURL, signIn }) => {
  const other = await elsewhere(browser, baseURL, signIn, 'viewer');
  await signIn(page, 'viewer');
  await openAccount(page);
  await page.getByRole('link', { name: 'Your sessions' }).click();
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText('this browser');
  await expect(sessions.first().getByRole('button')).toHaveCount(0);
  await sessions.last().getByRole('button', { name: 'End' }).click();
  await expect(other.getByText('You ended this session from another browser.')).toBeVisible({ timeout: 5_000 });
  await expect(sessions).toHaveCount(1);
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
  expect((await other.request.get('/api/fleet')).status()).toBe(401);
  expect((await page.request.get('/api/people')).status()).toBe(403);
});

test('what starts something in production wants a fresh sign-in, and finds the dialog as it was; pausing wants none', async ({
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'operator', '/deployments/topics');
  await page.waitForTimeout(FRESH_MS + 1_000);
  await atStage(page, 'Deploy-large', /Pause/).click();
  await hold(page, /Pause/);
  await expect(dialog(page)).toContainText(/Done:|Finished:/, { timeout: 60_000 });
  await dialog(page).getByRole('button', { name: /Close/ }).click();

  await atStage(page, 'Deploy-large', /Resume/).click();
  await fillIn(page, 'the freeze is over');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click();
  await expect(dialog(page)).toContainText('wants a sign-in of the last 1 min');
  await dialog(page).getByRole('button', { name: 'Sign in again' }).click();

  // The provider asks, though it knows the person.
  await page.locator('input[name=login]').fill('operator');
  await page.locator('input[name=login]').press('Enter');
  await expect(page).toHaveURL(/\/deployments\/topics/);
  await expect(dialog(page).getByLabel('Reason')).toHaveValue('the freeze is over');
  await expect(dialog(page).getByLabel(/Type/)).toHaveValue('topics');
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click();
  await expect(dialog(page)).toContainText(/Done:|Finished:/, { timeout: 60_000 });
});

test('a quick redirect that asks nobody makes no sign-in fresh', async ({ page, signIn }) => {
  test.setTimeout(120_000);
  await signIn(page, 'operator', '/');
  await actAndSee(page, { verb: 'pause-wave', target: { component: 'topics', waves: ['small'] } }, 'journey-pause-small');
  await page.waitForTimeout(FRESH_MS + 1_000);
  // The provider still knows the person, and sends them straight back.
  await page.goto('/sign-in?error=SessionRequired');
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page).toHaveURL(/\/$/);
  const asked = { verb: 'resume-wave', target: { component: 'topics', waves: ['small'] } };
  const headers = { 'X-Cellwatch': '1', Origin: new URL(page.url()).origin };
  const plan = (await (await page.request.post('/api/actions/plan', { data: asked, headers })).json()) as {
    fingerprint: string;
    typedName: string;
  };
  const answer = await page.request.post('/api/actions', {
    data: { ...asked, fingerprint: plan.fingerprint, typedName: plan.typedName, reason: 'a journey' },
    headers: { ...headers, 'Idempotency-Key': 'journey-quick-redirect' },
  });
  expect([answer.status(), ((await answer.json()) as { code: string }).code]).toEqual([401, 'sign-in-again']);
});
