import { Panel, type PanelFace } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { ALARM_WORDS, alarmLabels } from '#lib/client/cell/alarm-words.ts';
import { count, counted } from '#lib/client/format/figures.ts';
import { alarmReason, sentence } from '#lib/domain/health/wording.ts';
import type { AlarmView, CellView } from '#lib/views/fleet-view.ts';
import styles from './alarm-list.module.css';

/** The alarms of the cell's account, ringing first. */
export function AlarmList({
  alarms,
  counts,
  read,
}: {
  alarms: readonly AlarmView[];
  counts: CellView['alarmCounts'];
  read: CellView['alarmRead'];
}) {
  const unlisted = counts.all - alarms.length;
  const then = read.problem === null ? '' : ', when last read';
  const aside = alarms.length === 0 ? null : `${count(counts.ringing)} of ${counted(counts.all, 'alarm')} ringing${then}`;
  return (
    <Panel title="Alarms" aside={aside} state={faceOf(alarms, read)} flush>
      <ul className={styles.list}>
        {alarms.map((alarm) => (
          <Alarm key={alarm.arn} alarm={alarm} />
        ))}
      </ul>
      {unlisted > 0 ? <p className={styles.more}>These are the worst. {counted(unlisted, 'other')} in this account and Region.</p> : null}
    </Panel>
  );
}

function faceOf(alarms: readonly AlarmView[], { observedAt, problem }: CellView['alarmRead']): PanelFace {
  if (alarms.length > 0) {
    if (problem === null || observedAt === null) return { face: 'data' };
    const note = (
      <>
        As they were <RelativeTime at={observedAt} />. {sentence(problem)}
      </>
    );
    return { face: 'stale', note };
  }
  if (problem !== null) return { face: 'empty', title: "The alarms can't be read", detail: sentence(problem) };
  if (observedAt === null)
    return { face: 'empty', title: 'Not read yet', detail: 'The alarms of this account are read with the first refresh.' };
  return {
    face: 'empty',
    title: 'No alarms',
    detail: 'This account and Region holds no CloudWatch alarm that speaks of this cell. Every one that does would be listed here.',
  };
}

function Alarm({ alarm }: { alarm: AlarmView }) {
  return (
    <li className={styles.alarm} data-state={alarm.state}>
      <span className={styles.state}>{ALARM_WORDS[alarm.state]}</span>
      <div className={styles.words}>
        <p className={styles.name}>
          {alarm.consoleUrl === null ? (
            <span>{alarm.name}</span>
          ) : (
            <a href={alarm.consoleUrl} target="_blank" rel="noreferrer">
              {alarm.name}
            </a>
          )}
          {alarmLabels(alarm).map((label) => (
            <span key={label} className={styles.label} data-label={label}>
              {label}
            </span>
          ))}
        </p>
        {alarm.state !== 'OK' && alarm.reason !== '' ? <p className={styles.reason}>{alarmReason(alarm.reason)}</p> : null}
      </div>
      {alarm.since === null ? null : (
        <span className={styles.since}>
          <RelativeTime at={alarm.since} />
        </span>
      )}
    </li>
  );
}
