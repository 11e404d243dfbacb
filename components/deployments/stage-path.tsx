import type { StageView } from '#lib/views/rollouts-view.ts';
import { Stage } from './stage.tsx';
import styles from './stage-path.module.css';

/** The stages in order, joined by a line that is dotted where the door is closed. */
export function StagePath({ component, stages }: { component: string; stages: readonly StageView[] }) {
  return (
    <ol className={styles.path} aria-label="Stages">
      {stages.map((stage) => (
        <Stage key={stage.name} component={component} stage={stage} />
      ))}
    </ol>
  );
}
