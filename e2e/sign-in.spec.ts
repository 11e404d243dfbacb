import { expect, type Login, test } from './journey.ts';

for (const login of ['viewer', 'manager', 'operator', 'operator-preprod', 'admin'] as const satisfies Login[]) {
  test(`${login} signs in, sees the fleet, and signs out`, async ({ page, signIn }) => {
    await signIn(page, login);
    await expect(page.locator('[data-cell]').first()).toBeVisible();
    await expect(page.locator('header, body').first()).toContainText(login);
    const session = await page.request.get('/api/auth/session');
    expect((await session.json()).user).toBeTruthy();
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
