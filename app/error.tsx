'use client';
import { Logo } from '#components/shell/logo.tsx';
import { Button } from '#components/ui/button.tsx';
import styles from './notice.module.css';

/** A page that could not be drawn. `digest` finds the cause in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className={styles.notice}>
      <Logo />
      <h1 className={styles.title}>This page could not be drawn</h1>
      <p className={styles.detail}>
        The fleet itself goes on being watched. Try again; if it stays, whoever runs Cellwatch finds the cause in its log.
      </p>
      {error.digest ? (
        <p className={styles.detail}>
          Look for <code>{error.digest}</code>
        </p>
      ) : null}
      <div className={styles.actions}>
        <Button kind="primary" onClick={reset}>
          Draw it again
        </Button>
      </div>
    </main>
  );
}
