import styles from './problem-notice.module.css';

/** A fault for a person: what is, why, and what to do. */
export function ProblemNotice({ problem }: { problem: { code: string; title: string; detail: string; fix?: string } }) {
  return (
    <section className={styles.notice}>
      <h2 className={styles.title}>{problem.title}</h2>
      <p className={styles.detail}>{problem.detail}</p>
      {problem.fix ? <p className={styles.fix}>{problem.fix}</p> : null}
      <p className={styles.code}>
        <code>{problem.code}</code>
      </p>
    </section>
  );
}
