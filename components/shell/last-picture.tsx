'use client';
import type { ReactNode } from 'react';
import { duration, exactUtc } from '#lib/client/format/times.ts';
import type { Connection } from '#lib/client/live-connection.ts';
import type { LockedOut } from '#lib/client/open-live-stream.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { useNow } from '#lib/client/use-now.ts';
import styles from './last-picture.module.css';

/** Dims the page and says so as soon as the browser does not hear the server. What was known stays readable. */
export function LastPicture({ children }: { children: ReactNode }) {
  const { outline: view, connection } = useFleet();
  const amiss = connection.state === 'lost' || connection.state === 'signed-out';
  return (
    <>
      <div role="alert" className={styles.alert}>
        {amiss ? <Notice connection={connection} observedAt={view?.observedAt ?? null} /> : null}
      </div>
      <div className={amiss ? styles.dimmed : undefined}>{children}</div>
    </>
  );
}

const LOCKED_OUT_WORDS: Readonly<Record<LockedOut, string>> = {
  'signed-out': 'You are signed out.',
  'ended-elsewhere': 'You ended this session from another browser.',
  revoked: 'An admin signed you out everywhere.',
  expired: 'Your session is over: it lasts 8 hours.',
  idle: 'Your session is over: nothing came of it for too long.',
  unknown: 'Your session is over.',
  'not-permitted': 'Your roles do not let you look at this any more.',
};

function Notice({ connection, observedAt }: { connection: Connection; observedAt: string | null }) {
  const { state, since, why = 'unknown' } = connection;
  const now = useNow();
  const picture = observedAt
    ? `What you see is of ${exactUtc(Date.parse(observedAt)).slice(11)}, ${duration(now - Date.parse(observedAt))} old.`
    : '';
  if (state === 'signed-out') {
    return (
      <p className={styles.notice}>
        <strong>{LOCKED_OUT_WORDS[why]}</strong> {picture}{' '}
        <a href={`/sign-in?${new URLSearchParams({ over: why, callbackUrl: here() })}`}>Sign in again</a>
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
