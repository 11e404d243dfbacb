import Link from 'next/link';
import styles from './costs-notices.module.css';

/** The address asks for what there is not: why, and the way back. */
export function RefusedAsk({ refusal }: { refusal: string }) {
  return (
    <section className={styles.notice} role="alert">
      <p>{refusal}</p>
      <p>
        <Link className={styles.back} href="/costs" prefetch={false}>
          Show this month by cell
        </Link>
      </p>
    </section>
  );
}
