import type { Locator, Page } from '@playwright/test';
import type { Action, ActionTarget, Verb } from '#lib/domain/control/action.ts';
import type { AuditView } from '#lib/views/audit-view.ts';
import type { ComponentRolloutView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { expect } from './journey.ts';

/** What an operator does in a browser, and what journeys ask of the API meanwhile with the same session. */

export const dialog = (page: Page): Locator => page.getByRole('dialog');

/** A button of a stage, on its pipeline's page. */
export const atStage = (page: Page, stage: string, name: RegExp): Locator =>
  page.getByRole('listitem').filter({ hasText: stage }).getByRole('button', { name });

/** Presses a stopping button as long as it wants to be held. */
export async function hold(page: Page, name: RegExp): Promise<void> {
  const button = dialog(page).getByRole('button', { name });
  await expect(button).toBeEnabled();
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(800);
  await page.mouse.up();
}

/** Fills in what a starting verb asks for: the reason, and the name to type where production is reached. */
export async function fillIn(page: Page, reason: string): Promise<void> {
  await dialog(page).getByLabel('Reason').fill(reason);
  const typed = dialog(page).getByLabel(/Type/);
  if (await typed.isVisible()) await typed.fill((await dialog(page).locator('label b').first().textContent()) ?? '');
}

/** Where a component stands, as the Deployments page is told; undefined while the server has not read it. */
export async function rolloutOf(page: Page, component: string): Promise<ComponentRolloutView | undefined> {
  const answer = await page.request.get('/api/rollouts');
  if (answer.status() === 503) return;
  return ((await answer.json()) as RolloutsView).components.find((one) => one.component === component);
}

/** The newest entries of the audit log. */
export async function auditOf(page: Page): Promise<AuditView['entries']> {
  return ((await (await page.request.get('/api/audit')).json()) as AuditView).entries;
}

/** What the log tells of the newest action of a verb, oldest first: "intent", "call unknown", "result done". */
export async function storyOf(page: Page, verb: Verb): Promise<string[]> {
  const entries = (await auditOf(page)).filter((entry) => entry.verb === verb);
  return entries
    .filter(({ actionId }) => actionId === entries[0]?.actionId)
    .map(({ kind, detail }) => `${kind} ${(detail as { state?: string }).state ?? ''}`.trim())
    .reverse();
}

interface Asked {
  verb: Verb;
  target: ActionTarget;
}

/** Plans through the API, in the session of the page. */
export async function planOf(page: Page, asked: Asked): Promise<{ fingerprint: string; typedName: string | null }> {
  // The server may close a connection that rested just as it is used again. Browsers ask anew then, this client only if it is told to.
  const answer = await page.request.post('/api/actions/plan', { data: asked, headers: headersOf(page, 'journey-plan'), maxRetries: 1 });
  return (await answer.json()) as { fingerprint: string; typedName: string | null };
}

/** Plans and acts through the API, in the session of the page. */
export async function act(page: Page, asked: Asked, key: string) {
  const { fingerprint, typedName } = await planOf(page, asked);
  return actOn(page, asked, { fingerprint, typedName }, key);
}

/** Plans and acts through the API, and waits until it is done. */
export async function actAndSee(page: Page, asked: Asked, key: string): Promise<void> {
  const accepted = await act(page, asked, key);
  expect((await endOf(page, ((await accepted.json()) as { id: string }).id)).state).toBe('done');
}

/** Acts on a plan made before. @param key one action a key, however often it is sent */
export async function actOn(
  page: Page,
  asked: Asked,
  plan: { fingerprint: string; typedName: string | null },
  key: string,
  reason = 'a journey',
) {
  const { fingerprint, typedName } = plan;
  const data = { ...asked, fingerprint, reason, ...(typedName ? { typedName } : {}) };
  return page.request.post('/api/actions', { data, headers: headersOf(page, key), maxRetries: 1 });
}

/** Waits until an action has come to an end, and answers it. */
export async function endOf(page: Page, id: string): Promise<Action> {
  const read = async () => (await (await page.request.get(`/api/actions/${id}`)).json()) as Action;
  await expect.poll(async () => (await read()).finishedAt ?? null, { timeout: 150_000 }).not.toBeNull();
  return read();
}

/** Posts as a page of ours does, in the session of the page. */
export const postAs = (page: Page, path: string, data: object, key: string) =>
  page.request.post(path, { data, headers: headersOf(page, key), maxRetries: 1 });

function headersOf(page: Page, key: string): Record<string, string> {
  return { 'X-Cellwatch': '1', Origin: new URL(page.url()).origin, 'Idempotency-Key': key };
}
