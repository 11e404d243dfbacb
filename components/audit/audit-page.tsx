'use client';

import { Button } from '#components/ui/button.tsx';
import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { AUDIT_VERB_WORDS } from '#lib/client/actions/verb-words.ts';
import { type AuditLook, type AuditSpan, auditQuery, formatAuditLook, parseAuditLook } from '#lib/client/audit/audit-filter.ts';
import { useAudit } from '#lib/client/audit/use-audit.ts';
import { useAddressFilter } from '#lib/client/use-address-filter.ts';
import { useNow } from '#lib/client/use-now.ts';
import { AUDIT_VERBS, type AuditVerb } from '#lib/domain/audit/audit-entry.ts';
import { AuditEntryRow } from './audit-entry-row.tsx';
import styles from './audit-page.module.css';

const SPAN_WORDS: Readonly<Record<AuditSpan, string>> = { '24h': 'last 24 hours', '7d': 'last 7 days', '30d': 'last 30 days', all: 'ever' };
const NAMES = { person: 'Person', component: 'Component', cell: 'Cell' } as const;

/** Who did what to which release, why, and what became of it. @param exports whether this person may take the log along */
export function AuditPage({ exports }: { exports: boolean }) {
  const [look, change] = useAddressFilter(parseAuditLook, formatAuditLook);
  const { entries, problem, more, retry } = useAudit(look);
  return (
    <div className={styles.page}>
      <PageHead
        title="Audit"
        below={
          <PageDetail>
            Every action is written here before it is carried out, and each outcome after. Each entry carries the hash of the one before:
            <code> npm run audit:verify</code> proves that none was altered or removed.
          </PageDetail>
        }
        actions={exports ? <ExportLinks look={look} /> : null}
      />
      <div className={styles.filters}>
        {(['person', 'component', 'cell'] as const).map((name) => (
          <input
            key={name}
            className={styles.field}
            type="search"
            aria-label={NAMES[name]}
            placeholder={NAMES[name]}
            value={look[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        ))}
        <ChoiceMenu
          name="Action"
          choices={
            [{ value: '', label: 'any' }, ...AUDIT_VERBS.map((verb) => ({ value: verb, label: AUDIT_VERB_WORDS[verb] }))] as {
              value: AuditVerb | '';
              label: string;
            }[]
          }
          chosen={[look.verb]}
          onChoose={([verb = '']) => change({ verb })}
        />
        <ChoiceMenu
          name="When"
          choices={(Object.keys(SPAN_WORDS) as AuditSpan[]).map((value) => ({ value, label: SPAN_WORDS[value] }))}
          chosen={[look.span]}
          onChoose={([span = 'all']) => change({ span })}
        />
        {look.actionId === '' ? null : <Button onClick={() => change({ actionId: '' })}>One action alone ✕</Button>}
      </div>
      {problem ? (
        <>
          <ProblemNotice
            problem={{
              code: problem.code,
              title: 'The log could not be read',
              detail: problem.message,
              ...(problem.fix ? { fix: problem.fix } : {}),
            }}
          />
          <Button onClick={retry}>Try again</Button>
        </>
      ) : null}
      {entries === null ? (
        problem ? null : (
          <Skeleton height={360} />
        )
      ) : entries.length === 0 ? (
        <p className={`${styles.list} ${styles.empty}`}>
          {formatAuditLook(look) === ''
            ? 'Nobody has acted on a release through Cellwatch yet. Pauses and halts made elsewhere are told on the Deployments page, with their author.'
            : 'No entry fits. Widen the filter to see others.'}
        </p>
      ) : (
        <ol className={styles.list} aria-label="Entries, newest first">
          {entries.map((entry) => (
            <AuditEntryRow key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {more ? (
        <Button className={styles.more} onClick={more}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function ExportLinks({ look }: { look: AuditLook }) {
  const query = auditQuery(look, useNow());
  const href = (format: string) => `/api/audit/export?${new URLSearchParams([...query, ['format', format]])}`;
  return (
    <p className={styles.links}>
      <a href={href('csv')} download>
        Export as CSV
      </a>
      <a href={href('jsonl')} download>
        as JSON Lines
      </a>
    </p>
  );
}
