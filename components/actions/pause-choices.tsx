import { useState } from 'react';
import type { ActionTarget } from '#lib/domain/control/action.ts';
import styles from './action-form.module.css';

const HOUR = 3_600_000;
const ENDS = [
  { hours: 0, label: 'until someone resumes' },
  { hours: 2, label: 'for 2 hours, then ask' },
  { hours: 12, label: 'for 12 hours, then ask' },
  { hours: 48, label: 'for 2 days, then ask' },
] as const;

/** Who looks after a pause, and when people are reminded of it. Nothing resumes by itself. */
export function PauseChoices({ target, choose, now }: { target: ActionTarget; choose(change: Partial<ActionTarget>): void; now: number }) {
  const [hours, setHours] = useState(() => hoursUntil(target.until, now));
  return (
    <div className={styles.pair}>
      <label className={styles.field}>
        <span className={styles.label}>Lasts</span>
        <select
          className={styles.input}
          value={hours}
          onChange={(event) => {
            const chosen = Number(event.target.value);
            setHours(chosen);
            choose({ until: chosen === 0 ? undefined : now + chosen * HOUR });
          }}
        >
          {ENDS.map((end) => (
            <option key={end.hours} value={end.hours}>
              {end.label}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        <span className={styles.label}>Who looks after it (optional)</span>
        <input
          className={styles.input}
          defaultValue={target.owner ?? ''}
          maxLength={80}
          onBlur={(event) => choose({ owner: event.target.value.trim() || undefined })}
        />
      </label>
    </div>
  );
}

/** The choice that a pause asked for from elsewhere starts with. */
function hoursUntil(until: number | undefined, now: number): number {
  const left = until === undefined ? 0 : Math.round((until - now) / HOUR);
  return ENDS.findLast((end) => end.hours <= left)?.hours ?? 0;
}
