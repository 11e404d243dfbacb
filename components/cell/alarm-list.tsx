import { Panel, type PanelFace } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { ALARM_WORDS, alarmLabels, sortAlarms } from '#lib/client/cell/sort-alarms.ts';
import { counted } from '#lib/client/format/figures.ts';
import type { AlarmView, SourceView } from '#lib/views/fleet-view.ts';
import styles from './alarm-list.module.css';

/** The alarms of the cell's account, ringing first. */
export function AlarmList({ alarms, sources }: { alarms: readonly AlarmView[]; sources: readonly SourceView[] }) {
  const sorted = sortAlarms(alarms);
  const ringing = alarms.filter(({ state }) => state === 'ALARM').length;
  const aside = alarms.length === 0 ? null : `${ringing} of ${counted(alarms.length, 'alarm')} ringing`;
  return (
    <Panel title="Alarms" aside={aside} state={alarms.length === 0 ? nothing(sources) : { face: 'data' }} flush>
      <ul className={styles.list}>
        {sorted.map((alarm) => (
          <Alarm key={alarm.arn} alarm={alarm} />
        ))}
      </ul>
    </Panel>
  );
}

function nothing(sources: readonly SourceView[]): PanelFace {
  const source = sources.find(({ id }) => id === 'alarms');
  if (source?.state === 'waiting')
    return { face: 'empty', title: 'Not read yet', detail: 'The alarms of this account are read with the first refresh.' };
  return {
    face: 'empty',
    title: 'No alarms known',
    detail: 'Every CloudWatch alarm of this account and Region would be here. The reader role needs cloudwatch:DescribeAlarms to see them.',
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
        {alarm.state !== 'OK' && alarm.reason !== '' ? <p className={styles.reason}>{alarm.reason}</p> : null}
      </div>
      {alarm.since === null ? null : (
        <span className={styles.since}>
          <RelativeTime at={alarm.since} />
        </span>
      )}
    </li>
  );
}
