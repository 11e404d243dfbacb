'use client';
import type { ReactNode } from 'react';
import { duration, exactUtc } from '#lib/client/format/times.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { useNow } from '#lib/client/use-now.ts';
import styles from './last-picture.module.css';

/** Dims the page and says so as soon as the browser does not hear the server. What was known stays readable. */
export function LastPicture({ children }: { children: ReactNode }) {
  const { outline: view, connection } = useFleet();
  const amiss = connection.state === 'lost' || connection.state === 'signed-out';
  return (
    <>
      <div role="alert">
        {amiss ? (
          <Notice signedOut={connection.state === 'signed-out'} since={connection.since} observedAt={view?.observedAt ?? null} />
        ) : null}
      </div>
      <div className={amiss ? styles.dimmed : undefined}>{children}</div>
    </>
  );
}

function Notice({ signedOut, since, observedAt }: { signedOut: boolean; since: number; observedAt: string | null }) {
  const now = useNow();
  const picture = observedAt
    ? `What you see is of ${exactUtc(Date.parse(observedAt)).slice(11)}, ${duration(now - Date.parse(observedAt))} old.`
    : '';
  if (signedOut) {
    return (
      <p className={styles.notice}>
        <strong>Your session is over.</strong> {picture} <a href={`/sign-in?callbackUrl=${encodeURIComponent(here())}`}>Sign in again</a>
      </p>
    );
  }
  return (
    <p className={styles.notice}>
      {/* The age ticks; a screen reader is told once. */}
      <strong>The server does not answer.</strong>{' '}
      <span aria-hidden="true">
        Last heard {exactUtc(since).slice(11)}. {picture}{' '}
      </span>
      Trying again by itself.
    </p>
  );
}

function here(): string {
  return `${window.location.pathname}${window.location.search}`;
}
