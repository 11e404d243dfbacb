import { LOOK_WORDS, type Look } from '#lib/client/format/state-words.ts';
import { StateMark } from './state-mark.tsx';
import styles from './state-word.module.css';

/** Mark and word of a state, in its colour: "◆ critical". */
export function StateWord({ look, word = LOOK_WORDS[look] }: { look: Look; word?: string }) {
  return (
    <span className={`${styles.state} ${styles[look]}`}>
      <StateMark look={look} />
      {word}
    </span>
  );
}
