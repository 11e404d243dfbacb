import tones from '#components/ui/release-tone.module.css';
import type { CellGroup } from '#lib/client/fleet/arrange-cells.ts';
import { LOOKS } from '#lib/client/fleet/fleet-filter.ts';
import { count, counted } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, lookOf } from '#lib/client/format/state-words.ts';
import type { WaveNoteView } from '#lib/views/release-views.ts';
import styles from './group-heading.module.css';

/** Name of a group, how many cells it has, how many of them are not well, and which release is in the wave. */
export function GroupHeading({ group, note, id }: { group: CellGroup; note?: WaveNoteView | undefined; id?: string }) {
  return (
    <h2 className={styles.heading} id={id}>
      {group.label ? <span className={styles.label}>{group.label}</span> : null}
      <span className={styles.count}>{counted(group.cells.length, 'cell')}</span>
      <span className={styles.count}>{unwell(group)}</span>
      {note ? <span className={`${styles.note} ${tones[note.tone]}`}>{note.text}</span> : null}
    </h2>
  );
}

/** "1 critical · 2 degraded"; empty when all are well. */
export function unwell(group: CellGroup): string {
  return LOOKS.filter((look) => look !== 'healthy')
    .map((look) => ({ look, number: group.cells.filter((cell) => lookOf(cell) === look).length }))
    .filter(({ number }) => number > 0)
    .map(({ look, number }) => `${count(number)} ${LOOK_WORDS[look]}`)
    .join(' · ');
}
