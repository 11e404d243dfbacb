'use client';

import Link from 'next/link';
import { useNow } from '#lib/client/use-now.ts';
import type { ReminderView } from '#lib/views/release-views.ts';
import { ActionButton } from './action-button.tsx';
import { EXTEND_BY_MS } from './extend-pause.ts';
import styles from './pause-reminders.module.css';

/** Pauses that were to last until a time that has passed: somebody resumes or extends, nothing opens by itself. */
export function PauseReminders({ reminders }: { reminders: readonly ReminderView[] }) {
  const until = useNow() + EXTEND_BY_MS;
  if (reminders.length === 0) return null;
  return (
    <ul className={styles.reminders} data-chrome aria-label="Pauses whose end has come">
      {reminders.map(({ text, target, owner }) => (
        <li key={text} className={styles.reminder}>
          <span className={styles.text}>
            <span aria-hidden="true">❚❚</span> {text} Resume or extend?
          </span>
          {target ? (
            <span className={styles.buttons}>
              <ActionButton verb="resume-wave" target={target}>
                ▸ Resume …
              </ActionButton>
              <ActionButton verb="pause-wave" target={{ ...target, until, extend: true, ...(owner === null ? {} : { owner }) }}>
                ❚❚ Extend …
              </ActionButton>
            </span>
          ) : (
            <Link href="/deployments?show=stopped" prefetch={false}>
              Show them
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
