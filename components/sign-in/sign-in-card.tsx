import { Button } from '#components/ui/button.tsx';
import styles from './gate.module.css';
import { Gate } from './gate.tsx';

/** The door: one button to the organization's identity provider. @param callbackUrl where the person goes after, a checked address of ours */
export function SignInCard({
  callbackUrl,
  error,
  over,
  signedOut,
  elsewhere,
}: {
  callbackUrl: string;
  error: { title: string; detail: string; fix: string } | null;
  /** Why the session that they came with is over, in words; null when they came with none. */
  over: string | null;
  /** The person has just signed out here. */
  signedOut: boolean;
  /** Where they sign out of the identity provider too; null when it offers no such page. */
  elsewhere: string | null;
}) {
  return (
    <Gate title="The health of every cell, at a glance">
      {error === null ? null : (
        <section className={styles.notice} role="alert">
          <h2 className={styles.noticeTitle}>{error.title}</h2>
          <p>
            {error.detail} {error.fix}
          </p>
        </section>
      )}
      {over === null || error !== null ? null : (
        <p className={styles.text} role="status">
          {over} Sign in again to go on.
        </p>
      )}
      {signedOut && (
        <p className={styles.text} role="status">
          You are signed out of Cellwatch. {elsewhere === null ? null : <a href={elsewhere}>Sign out of your organization too</a>}
        </p>
      )}
      <form className={styles.form} method="post" action="/api/auth/signin/oidc">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <Button className={styles.go} kind="primary" type="submit">
          Sign in with your organization
        </Button>
      </form>
      {signedOut ? null : <p className={styles.where}>Then you go on to {destination(callbackUrl)}.</p>}
    </Gate>
  );
}

function destination(callbackUrl: string): string {
  const { pathname, search } = new URL(callbackUrl);
  if (pathname === '/') return search === '' ? 'the fleet' : 'the fleet, filtered as in your link';
  const cell = /^\/cells\/([^/]+)$/.exec(pathname)?.[1];
  return cell === undefined ? pathname : `the cell ${safelyDecoded(cell)}`;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
