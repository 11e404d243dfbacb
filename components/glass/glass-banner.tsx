'use client';

import { useState } from 'react';
import { duration } from '#lib/client/format/times.ts';
import { useGlass } from '#lib/client/glass/use-glass.ts';
import { postJson } from '#lib/client/post-json.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { BrokenGlassView } from '#lib/domain/access/broken-glass.ts';
import styles from './glass.module.css';

/** On every page, for everybody: who has broken the glass, why, and for how long. */
export function GlassBanner({ first, personId, admin }: { first: readonly BrokenGlassView[]; personId: string; admin: boolean }) {
  const broken = useGlass(first);
  const now = useNow();
  const [failed, setFailed] = useState<string | null>(null);
  if (broken.length === 0) return null;
  const end = (id: string) =>
    postJson('/api/glass/end', { id }).then(
      // What the page may do has changed.
      () => window.location.reload(),
      (error: unknown) => setFailed(error instanceof Error ? error.message : 'It could not be ended.'),
    );
  return (
    <div role="alert">
      {broken.map(({ id, by, roles, reason, endsAt }) => (
        <div key={id} className={styles.banner}>
          <span className={styles.text}>
            <span aria-hidden="true">▲ </span>
            <b>{by.id === personId ? 'You have' : `${by.name} has`} broken the glass</b>: {roles.join(', ')}, {duration(endsAt - now)} left.
            “{reason}”
          </span>
          {by.id === personId || admin ? (
            <button type="button" className={styles.end} onClick={() => void end(id)}>
              End it
            </button>
          ) : null}
        </div>
      ))}
      {failed === null ? null : <p className={styles.banner}>{failed}</p>}
    </div>
  );
}
