import { RelativeTime } from '#components/ui/relative-time.tsx';
import { counted } from '#lib/client/format/figures.ts';
import type { BakeView } from '#lib/views/rollouts-view.ts';
import { BakeProgress } from './bake-progress.tsx';
import styles from './stage-path.module.css';

/** A bake: how long it has left by estimate, its step, and the alarms that it watches, red ones first. @param told the error that stands there already */
export function BakePanel({ bake, told }: { bake: BakeView; told: string | null }) {
  // What rings after a bake has passed is no news of the bake.
  const red = bake.status === 'succeeded' ? [] : bake.alarms.filter((alarm) => alarm.inAlarm === true);
  const unknown = bake.alarms.filter((alarm) => alarm.inAlarm === null).length;
  const step = bake.steps.findLast((one) => one.leftAt === null);
  return (
    <div className={styles.bake}>
      <p className={styles.quiet}>
        Bake {bake.status}
        {bake.status === 'running' && bake.endsAt ? (
          <>
            {' '}
            · ends about <RelativeTime at={bake.endsAt} />, by the{' '}
            {bake.estimate === 'registry' ? "registry's bake minutes" : "state machine's waits"}
          </>
        ) : null}
        {step ? ` · step: ${step.name}` : ''}
        {bake.status !== 'succeeded' && bake.alarms.length > 0
          ? ` · ${red.length} of ${counted(bake.alarms.length, 'alarm')} red${unknown > 0 ? `, ${unknown} unknown` : ''}`
          : ''}
        {bake.consoleUrl ? (
          <>
            {' · '}
            <a href={bake.consoleUrl} target="_blank" rel="noreferrer">
              state machine ↗
            </a>
          </>
        ) : null}
      </p>
      {bake.status === 'running' ? <BakeProgress startedAt={bake.startedAt} endsAt={bake.endsAt} /> : null}
      {bake.error && bake.error !== told ? <p className={styles.error}>{bake.error}</p> : null}
      {red.length > 0 ? (
        <ul>
          {red.map((alarm) => (
            <li key={`${alarm.cell} ${alarm.name}`} className={styles.error}>
              ◆ {alarm.name}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
