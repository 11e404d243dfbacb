interface SignInError {
  title: string;
  detail: string;
  fix: string;
}

const AGAIN = 'Try again. If it fails again, tell whoever runs Cellwatch; its log has the cause.';

/** What each error code of the sign-in means to a person. Codes in capitals are next-auth's own. */
const ERRORS: Readonly<Record<string, SignInError>> = {
  AccessDenied: {
    title: 'The sign-in was refused',
    detail: 'Your identity provider said no, or the sign-in was cancelled there.',
    fix: 'Try again, or ask whoever keeps your accounts.',
  },
  OAuthCallback: {
    title: 'The sign-in did not complete',
    detail: 'The answer of the identity provider could not be used: it came too late, was for another browser, or was used before.',
    fix: AGAIN,
  },
  OAuthSignin: {
    title: 'The sign-in could not start',
    detail: 'Cellwatch could not prepare the request to the identity provider.',
    fix: AGAIN,
  },
  Callback: { title: 'The sign-in did not complete', detail: 'Cellwatch failed while reading who you are.', fix: AGAIN },
  NotKept: {
    title: 'The sign-in could not be kept',
    detail: 'Your identity provider let you in, but the store of Cellwatch is down. You were not signed in.',
    fix: 'Try again in a moment. Whoever is signed in already goes on, and pausing and halting work. The log has the cause.',
  },
  ProviderUnreachable: {
    title: 'The identity provider does not answer',
    detail: 'Cellwatch tried to reach it and got no usable answer. You were not signed in.',
    fix: 'Wait a minute and try again. Whoever runs Cellwatch can check OIDC_ISSUER and the network.',
  },
  ProviderInvalid: {
    title: 'The identity provider is set up wrongly',
    detail: "What it says of itself does not fit Cellwatch's settings.",
    fix: 'Whoever runs Cellwatch must check OIDC_ISSUER: it has to be the exact issuer, and the log says what was found instead.',
  },
  Configuration: {
    title: 'Sign-in is set up wrongly',
    detail: "Cellwatch's own settings for sign-in can't be used.",
    fix: 'Whoever runs Cellwatch must check NEXTAUTH_URL, NEXTAUTH_SECRET and the OIDC_… variables; the log has the cause.',
  },
  TooManyRequests: {
    title: 'Too many sign-ins',
    detail: 'More sign-ins came from your network, or from everywhere, than people make.',
    fix: 'Wait a minute and try again.',
  },
  SessionRequired: { title: 'Sign in first', detail: 'That page is for people who are signed in.', fix: 'Sign in below.' },
};

/** The words for an error code in the address of the sign-in page; null without one. An unknown code is never echoed. */
export function signInError(code: string | undefined): SignInError | null {
  if (code === undefined || code === '') return null;
  const known = Object.hasOwn(ERRORS, code) ? ERRORS[code] : undefined;
  return known ?? { title: 'The sign-in did not complete', detail: 'It ended with an error that Cellwatch does not know.', fix: AGAIN };
}
