import Link from 'next/link';
import { cellHref } from '#lib/client/cell/parse-range.ts';
import { counted } from '#lib/client/format/figures.ts';
import styles from './cell-walk.module.css';
import { FleetLink } from './fleet-link.tsx';

/** The way back to the fleet, and from one sick cell to the next. @param position of this cell among the sick, -1 when it is well */
export function CellWalk({ position, of, next, before }: { position: number; of: number; next: string | null; before: string | null }) {
  return (
    <nav className={styles.walk} aria-label="Between cells">
      <FleetLink />
      {of > 0 && (
        <span className={styles.sick}>
          <span>{position < 0 ? counted(of, 'sick cell') : `Sick cell ${position + 1} of ${of}`}</span>
          {before && (
            <Link className={styles.step} href={cellHref(before)} title={`${before} (k)`} aria-label={`Sick cell before: ${before}`}>
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M7.5 2 3.5 6l4 4" />
              </svg>
            </Link>
          )}
          {next && (
            <Link className={styles.step} href={cellHref(next)} title={`${next} (j)`} aria-label={`Next sick cell: ${next}`}>
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="m4.5 2 4 4-4 4" />
              </svg>
            </Link>
          )}
        </span>
      )}
    </nav>
  );
}
