import Link from 'next/link';
import { useGrants } from '#components/shell/person.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { OUTCOME_WORDS } from '#lib/client/actions/progress-words.ts';
import { RANGE_WORDS } from '#lib/client/cell/parse-range.ts';
import { sinceText } from '#lib/client/cell/time-ticks.ts';
import { LOOK_WORDS } from '#lib/client/format/state-words.ts';
import { useNow } from '#lib/client/use-now.ts';
import { permits } from '#lib/domain/access/permits.ts';
import type { CellRange, FleetCellView } from '#lib/views/fleet-view.ts';
import type { CellEventView } from '#lib/views/release-views.ts';
import styles from './cell-timeline.module.css';

/** What happened in the cell, newest first: changes of state, releases, and what people did. */
export function CellTimeline({ events, cell, range }: { events: readonly CellEventView[]; cell: FleetCellView; range: CellRange }) {
  const now = useNow();
  return (
    <Panel
      title="Timeline"
      state={
        events.length === 0
          ? {
              face: 'empty',
              title: `Nothing happened in ${RANGE_WORDS[range]}`,
              detail: `${cell.name} has been ${LOOK_WORDS[cell.health]} since ${sinceText(Date.parse(cell.since), now)}, and no release came.`,
            }
          : { face: 'data' }
      }
    >
      <ol className={styles.line}>
        {events.map((event, index) => (
          <li key={`${event.at} ${event.kind} ${index}`} className={styles.change}>
            <span className={styles.mark}>
              <EventMark event={event} />
            </span>
            <p className={styles.words}>
              <EventWords event={event} />
            </p>
            <span className={styles.at}>
              <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function EventMark({ event }: { event: CellEventView }) {
  if (event.kind === 'health') return <StateMark look={event.to} />;
  return (
    <span className={event.kind === 'release' ? styles.release : undefined} aria-hidden="true">
      {event.kind === 'release' ? '▸' : '■'}
    </span>
  );
}

function EventWords({ event }: { event: CellEventView }) {
  switch (event.kind) {
    case 'health':
      return (
        <>
          <span className={styles.to}>{LOOK_WORDS[event.to]}</span>
          {event.reason === '' ? null : <span className={styles.reason}> · {event.reason}</span>}
        </>
      );
    case 'release':
      return (
        <Link href={`/deployments/${encodeURIComponent(event.pipeline)}`} prefetch={false}>
          {event.text}
        </Link>
      );
    case 'action':
      return <ActionWords event={event} />;
  }
}

/** Who did what, why, and how it ended; leads to its entries in the audit log for those who may read it. */
function ActionWords({ event }: { event: Extract<CellEventView, { kind: 'action' }> }) {
  const reads = permits(useGrants(), 'read:audit');
  return (
    <>
      {reads ? (
        <Link className={styles.to} href={`/audit?actionId=${encodeURIComponent(event.id)}`} prefetch={false}>
          {event.title}
        </Link>
      ) : (
        <span className={styles.to}>{event.title}</span>
      )}
      <span className={styles.reason}>
        {' '}
        · {event.by}
        {event.reason === '' ? null : (
          <>
            : “<bdi>{event.reason}</bdi>”
          </>
        )}{' '}
        · {OUTCOME_WORDS[event.outcome]}
      </span>
    </>
  );
}
