'use client';

import type { ReactNode } from 'react';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { duration } from '#lib/client/format/times.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './release-mark.module.css';

/** The release in a cell: a chevron on its way in, a ring that closes while it bakes, red when it is the suspect. */
export function ReleaseMark({
  cell,
  inherit,
  words,
}: {
  cell: FleetCellView;
  inherit: boolean /** Room for words beside the shape. */;
  words: boolean;
}) {
  const { suspect } = cell;
  const [release] = cell.releases;
  if (suspect) {
    return (
      <Mark
        tone={inherit ? styles.inherit : styles.suspect}
        says={`suspect: ${suspect.component} ${suspect.revision}${suspect.rival === '' ? '' : `, ${suspect.rival}`}`}
      >
        <Chevron />
        {words ? <span className={styles.text}>{`${suspect.component} ${suspect.revision}`}</span> : null}
      </Mark>
    );
  }
  if (!release) return null;
  const name = `${release.component} ${release.revision}`;
  const tone = inherit ? styles.inherit : undefined;
  if (release.place === 'deploying') {
    return (
      <Mark tone={tone} says={`${name} is being deployed`}>
        <Chevron />
        {words ? <span className={styles.text}>{name}</span> : null}
      </Mark>
    );
  }
  return (
    <Mark tone={tone} says={`${name} is baking`}>
      <Ring />
      {words ? release.bakeEndsAt ? <TimeLeft at={release.bakeEndsAt} /> : <span className={styles.text}>{name}</span> : null}
    </Mark>
  );
}

function Mark({ tone, says, children }: { tone: string | undefined; says: string; children: ReactNode }) {
  return (
    <span className={`${styles.mark} ${tone ?? ''}`} title={says}>
      <VisuallyHidden>, {says}</VisuallyHidden>
      {children}
    </span>
  );
}

function TimeLeft({ at }: { at: string }) {
  return <span className={styles.text}>{duration(Date.parse(at) - useNow())}</span>;
}

function Chevron() {
  return (
    <svg width="7" height="9" viewBox="0 0 7 9" aria-hidden="true">
      <path d="M0 0v9l7-4.5Z" fill="currentColor" />
    </svg>
  );
}

function Ring() {
  return (
    <svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true">
      <circle cx="5.5" cy="5.5" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="18 9.6" />
    </svg>
  );
}
