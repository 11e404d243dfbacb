import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { AuditKind, ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import styles from './audit-page.module.css';

const KIND_WORDS: Readonly<Record<AuditKind, string>> = {
  intent: 'intends',
  call: 'call',
  result: 'result',
  refusal: 'refused',
  approval: 'approval',
  glass: 'glass',
};

/** One entry: who, what, why and when; everything else behind it. */
export function AuditEntryRow({ entry }: { entry: ChainedEntry }) {
  return (
    <li className={`${styles.entry} ${entry.kind === 'refusal' ? styles.refusal : ''}`}>
      <div className={styles.line}>
        <span className={styles.kind}>
          #{entry.seq} {KIND_WORDS[entry.kind]}
        </span>
        <span className={styles.words}>
          <span className={styles.who}>{entry.person?.name ?? 'Cellwatch'}</span> {entry.text}
          {entry.reason ? (
            <span className={styles.reason}>
              {' '}
              · “<bdi>{entry.reason}</bdi>”
            </span>
          ) : null}
        </span>
        <span className={styles.at}>
          <RelativeTime at={new Date(entry.at).toISOString()} />
        </span>
      </div>
      <details className={styles.detail}>
        <summary>
          {entry.verb}
          {entry.verb === 'sign-out-person' ? '' : ` · ${entry.components.join(', ') || 'no component'}`}
          {entry.requestId ? ` · AWS request ${entry.requestId}` : ''}
        </summary>
        <pre className={styles.json}>{JSON.stringify(entry, null, 2)}</pre>
      </details>
    </li>
  );
}
