import { Logo } from '#components/shell/logo.tsx';
import styles from './notice.module.css';

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className={styles.notice}>
      <Logo />
      <h1 className={styles.title}>There is no such page</h1>
      <p className={styles.detail}>A cell that left the registry leaves no page behind. The fleet shows the cells there are.</p>
      <div className={styles.actions}>
        {/* Next loads this file's scripts with every page: a plain link costs none of them anything. */}
        <a href="/">Go to the fleet</a>
      </div>
    </main>
  );
}
