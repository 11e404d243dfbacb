import type { Browser, Page } from '@playwright/test';
import type { ApprovalView } from '#lib/domain/control/approval.ts';
import { clean } from './axe.ts';
import { expect, type Login, test } from './journey.ts';
import { actAndSee, auditOf, dialog, fillIn, planOf, postAs, rolloutOf } from './operate.ts';
import type { Stack } from './stack.ts';

const PAUSE = { verb: 'pause-wave', target: { component: 'router', waves: ['small'] } } as const;
const RESUME = { verb: 'resume-wave', target: { component: 'router', waves: ['small'] } } as const;

type SignIn = (page: Page, login: Login, path?: string) => Promise<void>;

/** Somebody else, in a browser of their own. */
async function another(browser: Browser, stack: Stack, signIn: SignIn, login: Login): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: stack.origin })).newPage();
  await signIn(page, login);
  return page;
}

/** Somebody who starts nothing alone closes a door, which is sent at once. */
async function closed(page: Page, key: string): Promise<void> {
  await actAndSee(page, PAUSE, key);
  await expect.poll(async () => (await rolloutOf(page, 'router'))?.paused, { timeout: 30_000 }).toBe(true);
}

/** Asks for a second person through the API. */
async function ask(page: Page, key: string): Promise<string> {
  const { fingerprint, typedName } = await planOf(page, RESUME);
  const data = { ...RESUME, fingerprint, reason: 'The fix is in', ...(typedName ? { typedName } : {}) };
  const answer = await postAs(page, '/api/actions', data, key);
  const begun = (await answer.json()) as { id: string; waits?: boolean };
  expect([answer.status(), begun.waits]).toEqual([202, true]);
  return begun.id;
}

const requestOf = async (page: Page, id: string) => (await (await page.request.get(`/api/approvals/${id}`)).json()) as ApprovalView;
const answer = (page: Page, id: string, what: string) =>
  postAs(page, `/api/approvals/${id}/${what}`, { reason: 'a journey' }, `journey-${what}`);

test('what one operator asks for is done once another has approved it, and both follow it live', async ({
  browser,
  page,
  signIn,
  stack,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'operator-two');
  await closed(page, 'journey-close-1');
  const second = await another(browser, stack, signIn, 'operator');
  await second.goto('/');

  await page.goto('/deployments/router');
  await page
    .getByRole('button', { name: /Resume/ })
    .first()
    .click();
  await expect(dialog(page)).toContainText('This wants a second person');
  await fillIn(page, 'The fix is in');
  await dialog(page).getByRole('button', { name: 'Ask for approval' }).click();
  await expect(dialog(page)).toContainText(/Waits for a second person, 1[45]\smin left/);

  // The other is told without asking, wherever they are.
  const notice = second.getByRole('status').filter({ hasText: 'Theo Two asks for a second person' });
  await expect(notice).toBeVisible();
  await expect(second.getByRole('link', { name: /Approvals 1 waiting/ })).toBeVisible();
  await notice.getByRole('link', { name: 'Look at it' }).click();
  await expect(second.getByRole('heading', { name: /Resume router/ })).toBeVisible();
  await expect(second.getByText('“The fix is in”')).toBeVisible();
  await expect(second.getByText('Nothing has changed')).toBeVisible();
  await clean(second, 'a request for approval');
  await second.getByLabel('Reason').fill('Looked at the graphs');
  await second.getByRole('button', { name: 'Approve' }).click();
  await expect(second.getByText('Olga Operator approved it.')).toBeVisible();
  await expect(second.getByText(/^Done: 1 of 1 call done/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog(page)).toContainText(/Done: 1 of 1 call done/, { timeout: 60_000 });
  await expect(dialog(page)).toContainText('Theo Two asked, Olga Operator approved: “Looked at the graphs”');

  const story = (await auditOf(second)).filter(({ verb }) => verb === 'resume-wave').map(({ kind, person }) => `${kind} ${person?.name}`);
  expect(story.reverse().slice(0, 3)).toEqual(['approval Theo Two', 'approval Olga Operator', 'intent Theo Two']);
  await second.context().close();
});

test('nobody approves what they asked for themselves, not past the page either', async ({ page, signIn }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator-two');
  await closed(page, 'journey-close-2');
  const id = await ask(page, 'journey-ask-2');
  await page.goto(`/approvals/${id}`);
  await expect(page.getByText('You asked for this, so somebody else has to approve it')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  for (const what of ['approve', 'decline']) {
    const refused = await answer(page, id, what);
    expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([403, 'own-approval']);
  }
  expect((await requestOf(page, id)).state).toBe('waiting');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByText('Theo Two took it back. Nothing was sent to AWS.')).toBeVisible();
  expect((await rolloutOf(page, 'router'))?.paused).toBe(true);
});

test('what is declined is not done, and whoever asked reads why where they wait', async ({ browser, page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator-two');
  await closed(page, 'journey-close-3');
  const id = await ask(page, 'journey-ask-3');
  await page.goto(`/approvals/${id}`);
  const second = await another(browser, stack, signIn, 'operator');
  await second.goto('/approvals');
  await clean(second, 'approvals');
  await second
    .getByRole('link', { name: /Resume router/ })
    .first()
    .click();
  await second.getByLabel('Reason').fill('Not before Monday');
  await second.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByText('Olga Operator declined it. Nothing was sent to AWS.')).toBeVisible();
  await expect(page.getByText('“Not before Monday”')).toBeVisible();
  const late = await answer(second, id, 'approve');
  expect([late.status(), ((await late.json()) as { code: string }).code]).toEqual([409, 'approval-ended']);
  await second.context().close();
});

test('what the world has outrun is not done: the second person reads what changed', async ({ browser, page, signIn, stack }) => {
  test.setTimeout(240_000);
  await signIn(page, 'operator-two');
  await closed(page, 'journey-close-4');
  const id = await ask(page, 'journey-ask-4');
  const second = await another(browser, stack, signIn, 'admin');
  await second.goto(`/approvals/${id}`);
  await expect(second.getByText('Nothing has changed')).toBeVisible();
  await actAndSee(second, RESUME, 'journey-other-4');
  await second.getByRole('button', { name: 'Look again' }).first().click();
  await expect(second.getByText('The world has moved. Approving would send nothing')).toBeVisible();
  await second.getByLabel('Reason').fill('All the same');
  await second.getByRole('button', { name: 'Approve' }).click();
  await expect(second.getByText(/The world had moved when Ada Admin approved it/)).toBeVisible();
  expect((await requestOf(page, id)).state).toBe('outdated');
  await second.context().close();
});
