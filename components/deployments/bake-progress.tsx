'use client';

import { useNow } from '#lib/client/use-now.ts';
import styles from './crossing.module.css';

/** How far a bake has come, by estimate. Nothing where its end is unknown. */
export function BakeProgress({ startedAt, endsAt }: { startedAt: string | null; endsAt: string | null }) {
  const now = useNow();
  if (startedAt === null || endsAt === null) return null;
  const start = Date.parse(startedAt);
  const whole = Date.parse(endsAt) - start;
  const percent = whole <= 0 ? 100 : Math.min(100, Math.max(0, Math.round((100 * (now - start)) / whole)));
  return (
    <span
      className={styles.progress}
      role="progressbar"
      aria-label="Bake, estimated"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i className={styles.done} style={{ width: `${percent}%` }} />
    </span>
  );
}
