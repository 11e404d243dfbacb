import { test as base, expect, type Page } from '@playwright/test';
import { Stack } from './stack.ts';

export type Login = 'viewer' | 'manager' | 'operator' | 'operator-preprod' | 'operator-two' | 'oncall' | 'admin' | 'nobody';

/** A journey with the stack running; every journey begins and ends without incidents and faults. */
export const test = base.extend<
  { calm: undefined; signIn: (page: Page, login: Login, path?: string) => Promise<void> },
  {
    stack: Stack;
    /** Whether journeys make cells sick by their figures, which outlast an incident by minutes: those have servers of their own. */
    leavesSick: boolean;
    /** Variables that the app is started with besides its own: journeys that name some have servers of their own. */
    environment: Readonly<Record<string, string>>;
  }
>({
  leavesSick: [false, { scope: 'worker', option: true }],
  environment: [{}, { scope: 'worker', option: true }],
  stack: [
    async ({ leavesSick: _, environment }, use) => {
      const stack = new Stack();
      await stack.start(undefined, undefined, { environment });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  calm: [
    async ({ stack }, use) => {
      const quiet = () => Promise.all([stack.side('DELETE', 'incidents'), stack.side('DELETE', 'faults')]);
      await quiet();
      await use(undefined);
      await quiet();
    },
    { auto: true },
  ],
  baseURL: async ({ stack }, use) => use(stack.origin),
  signIn: async ({ stack }, use) => {
    await use(async (page, login, path = '/') => {
      await page.goto(stack.origin + path);
      await page.getByRole('button', { name: /sign in/i }).click();
      await page.locator('input[name=login]').fill(login);
      await page.locator('input[name=login]').press('Enter');
      await page.waitForURL((url) => url.origin === stack.origin && !url.pathname.startsWith('/api/auth'));
    });
  },
});

export { expect };
