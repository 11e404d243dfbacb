import styles from './chart-notes.module.css';

/** What the charts lack and why, above them. @param pending it is still being read: nothing is wrong yet */
export function ChartNotes({ notes, pending }: { notes: readonly string[]; pending: boolean }) {
  return (
    <div className={pending ? `${styles.notes} ${styles.pending}` : styles.notes} role="status">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
