'use client';
import { StateMark } from '#components/ui/state-mark.tsx';
import { count } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, type Look } from '#lib/client/format/state-words.ts';
import type { FleetSummary } from '#lib/domain/health/verdict.ts';
import styles from './state-counts.module.css';

const COUNTS: readonly { look: Look; of: (summary: FleetSummary) => number }[] = [
  { look: 'healthy', of: ({ healthy }) => healthy },
  { look: 'degraded', of: ({ degraded }) => degraded },
  { look: 'critical', of: ({ critical }) => critical },
  { look: 'no-data', of: ({ noData }) => noData },
  { look: 'out-of-service', of: ({ outOfService }) => outOfService },
];

/** How many cells are in each state. Each is a button that shows only those. */
export function StateCounts({
  summary,
  looks,
  onChange,
}: {
  summary: FleetSummary;
  looks: readonly Look[];
  onChange: (looks: readonly Look[]) => void;
}) {
  return (
    <ul className={styles.counts} aria-label="Cells by state">
      {COUNTS.map(({ look, of }) => {
        const number = of(summary);
        const on = looks.includes(look);
        return (
          <li key={look}>
            <button
              className={styles.count}
              type="button"
              aria-pressed={on}
              data-none={number === 0 ? '' : undefined}
              onClick={() => onChange(on ? looks.filter((one) => one !== look) : [...looks, look])}
            >
              <span className={styles.number}>{count(number)}</span>
              <span className={styles.word}>
                <StateMark look={look} size={11} />
                {LOOK_WORDS[look]}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
