import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { providerSignOut } from '#lib/http/discover-provider.ts';
import { pageSession } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';
import { safeCallbackUrl } from '#lib/http/safe-callback-url.ts';
import { signInError } from '#lib/http/sign-in-errors.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const session = await pageSession();
  const { env } = await getRuntime();
  const query = await searchParams;
  const callbackUrl = safeCallbackUrl(first(query.callbackUrl), new URL(env.NEXTAUTH_URL).origin);
  const error = signInError(first(query.error));
  const signedOut = query['signed-out'] !== undefined;
  const elsewhere = signedOut ? providerSignOut(env.OIDC_ISSUER) : null;
  if (session && !error) redirect(callbackUrl);
  return (
    <main className="gate">
      <h1>Cellwatch</h1>
      <p>The health of every cell, for people of your organization.</p>
      {error && (
        <section role="alert" className="gate-notice">
          <h2>{error.title}</h2>
          <p>{error.detail}</p>
          <p>{error.fix}</p>
        </section>
      )}
      {signedOut && (
        <p role="status">
          You are signed out of Cellwatch.
          {elsewhere && (
            <>
              {' '}
              <a href={elsewhere}>Sign out of your organization too</a>
            </>
          )}
        </p>
      )}
      <form method="post" action="/api/auth/signin/oidc">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <button type="submit" className="gate-button">
          Sign in with your organization
        </button>
      </form>
    </main>
  );
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
