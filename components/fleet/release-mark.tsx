'use client';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { releaseNews } from '#lib/client/fleet/release-news.ts';
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
  const news = releaseNews(cell);
  if (!news) return null;
  const { sign, name, says, bakeEndsAt } = news;
  const tone = inherit ? styles.inherit : sign === 'suspect' ? styles.suspect : '';
  return (
    <span className={`${styles.mark} ${tone}`} title={says}>
      <VisuallyHidden>, {says}</VisuallyHidden>
      {sign === 'baking' ? <Ring /> : <Chevron />}
      {words ? <span className={styles.text}>{bakeEndsAt === null ? name : <TimeLeft at={bakeEndsAt} />}</span> : null}
    </span>
  );
}

function TimeLeft({ at }: { at: number }) {
  return duration(at - useNow());
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
