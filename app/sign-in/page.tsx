import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInCard } from '#components/sign-in/sign-in-card.tsx';
import { providerSignOut } from '#lib/http/discover-provider.ts';
import { sessionOverText } from '#lib/http/over-words.ts';
import { pageSession } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';
import { safeCallbackUrl } from '#lib/http/safe-callback-url.ts';
import { signInError } from '#lib/http/sign-in-errors.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { session } = await pageSession();
  const { env } = await getRuntime();
  const query = await searchParams;
  const callbackUrl = safeCallbackUrl(first(query.callbackUrl), new URL(env.NEXTAUTH_URL).origin);
  const error = signInError(first(query.error));
  const over = sessionOverText(first(query.over));
  const signedOut = query['signed-out'] !== undefined;
  const elsewhere = signedOut ? providerSignOut(env.OIDC_ISSUER) : null;
  if (session && !error) redirect(callbackUrl);
  return <SignInCard callbackUrl={callbackUrl} error={error} over={over} signedOut={signedOut} elsewhere={elsewhere} />;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
