interface PolicyOptions {
  nonce: string;
  /** Origins of the identity provider: the sign-in form is answered by a redirect there, which form-action must allow. */
  signInOrigins: readonly string[];
  /** React's development build needs eval, and hot reload adds styles without a nonce. */
  development: boolean;
  /** People reach the app over TLS. */
  secure: boolean;
}

/** The Content-Security-Policy of a page: scripts run by nonce alone, nothing is framed, nothing is loaded from elsewhere. */
export function contentSecurityPolicy({ nonce, signInOrigins, development, secure }: PolicyOptions): string {
  return [
    `default-src 'self'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Attributes only: positions and sizes that React writes into the HTML. They can't load or run anything.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action ${["'self'", ...signInOrigins].join(' ')}`,
    `frame-ancestors 'none'`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
