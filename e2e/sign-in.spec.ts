import { expect, type Login, test } from './journey.ts';

const ROLES = { viewer: 'viewer', manager: 'manager', operator: 'operator', 'operator-preprod': 'operator', admin: 'admin' } as const;

for (const [login, role] of Object.entries(ROLES) as [Exclude<Login, 'nobody'>, string][]) {
  test(`${login} signs in, sees the fleet as ${role}, and signs out`, async ({ page, signIn }) => {
    await signIn(page, login);
    await expect(page.locator('[data-cell]').first()).toBeVisible();
    const account = page.getByRole('banner').getByRole('button', { name: new RegExp(`\\b${role}\\b`) });
    await account.click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out of Cellwatch.')).toBeVisible();
    expect((await page.request.get('/api/fleet')).status()).toBe(401);
  });
}

test('a person without a role is told which groups to ask for, and gets no data', async ({ page, signIn }) => {
  await signIn(page, 'nobody');
  await expect(page.getByRole('heading', { name: /no role in Cellwatch/ })).toBeVisible();
  await expect(page.getByText('cellwatch-viewers')).toBeVisible();
  const refused = await page.request.get('/api/fleet');
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain('cellwatch-viewers');
});

test('without a session every page asks to sign in, and every route says 401', async ({ page, stack }) => {
  await page.goto('/cells/prod-euw1-b?range=24h');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  for (const route of ['/api/fleet', '/api/cells/prod-euw1-b', '/api/live']) {
    const response = await fetch(stack.origin + route);
    expect(response.status, route).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  }
});

test('after signing in a person is where the link led', async ({ page, signIn }) => {
  await signIn(page, 'viewer', '/?group=region');
  await expect(page).toHaveURL(/\/\?group=region/);
});
