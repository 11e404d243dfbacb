import Link from 'next/link';
import { askQuery, type CostsLook } from '#lib/client/costs/costs-look.ts';
import { turnedPeriod } from '#lib/client/costs/turned-period.ts';
import styles from './costs-notices.module.css';

/** The address asks for what there is not: why, and the way on. */
export function RefusedAsk({ refusal, look }: { refusal: string; look: CostsLook }) {
  const turned = turnedPeriod(look.period);
  return (
    <section className={styles.notice} role="alert">
      <p>{refusal}</p>
      <p className={styles.ways}>
        {turned === null ? null : (
          <Link className={styles.back} href={`/costs?${askQuery({ ...look, period: turned })}`} prefetch={false}>
            Show {turned.replace('..', ' to ')}
          </Link>
        )}
        <Link className={styles.back} href="/costs" prefetch={false}>
          Show this month by cell
        </Link>
      </p>
    </section>
  );
}
