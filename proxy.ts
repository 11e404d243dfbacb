import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '#lib/http/content-security-policy.ts';
import { providerOrigins } from '#lib/http/discover-provider.ts';
import { strictTransport } from '#lib/http/strict-transport.ts';

/** Gives each page its nonce and its security headers. Never decides who may see it: pages and routes do, each by itself. */
export function proxy(request: NextRequest): NextResponse {
  const strict = strictTransport();
  const nonce = randomBytes(18).toString('base64');
  const policy = contentSecurityPolicy({
    nonce,
    signInOrigins: process.env.OIDC_ISSUER ? providerOrigins(process.env.OIDC_ISSUER) : [],
    development: process.env.NODE_ENV === 'development',
    secure: strict !== null,
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from this header of the request.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.headers.set('X-Frame-Options', 'DENY');
  response.headers.set('Referrer-Policy', 'same-origin');
  response.headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  response.headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()');
  if (strict) response.headers.set('Strict-Transport-Security', strict);
  return response;
}

export const config = { matcher: ['/((?!api/|_next/static/).*)'] };
