import Link from 'next/link';
import { Logo } from '#components/shell/logo.tsx';
import styles from '../../notice.module.css';

/** A pipeline that the registry does not name. */
export default function NotFound() {
  return (
    <main className={styles.notice}>
      <Logo />
      <h1 className={styles.title}>There is no such pipeline</h1>
      <p className={styles.detail}>No component of the registry has a pipeline of this name. The deployments show those that there are.</p>
      <div className={styles.actions}>
        <Link href="/deployments" prefetch={false}>
          Go to the deployments
        </Link>
      </div>
    </main>
  );
}
