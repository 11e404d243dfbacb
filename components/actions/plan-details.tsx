import { planRows } from '#lib/client/actions/plan-rows.ts';
import { counted, joined, percent } from '#lib/client/format/figures.ts';
import type { Plan } from '#lib/domain/control/action.ts';
import styles from './plan-details.module.css';

/** What a plan will do: in plain words, cell by version, with its warnings, and as the calls it makes. */
export function PlanDetails({ plan, planning }: { plan: Plan; planning: boolean }) {
  const { cells, trafficShare } = plan.blastRadius;
  const share = trafficShare === null ? 'share of traffic unknown' : `${joined(percent(trafficShare))} of traffic`;
  return (
    <div className={styles.plan} data-planning={planning ? '' : undefined} aria-busy={planning}>
      <p className={styles.summary}>
        {plan.summary}
        {cells.length > 0 ? ` ${counted(cells.length, 'cell')}, ${share}.` : ''}
      </p>
      <ul className={styles.rows}>
        {planRows(plan).map((row) => (
          <li key={row.key} className={styles.row} data-impossible={row.impossible ? '' : undefined}>
            <span className={styles.what}>
              {row.place ?? row.component}
              {row.cells > 0 ? <span className={styles.cells}> · {counted(row.cells, 'cell')}</span> : null}
            </span>
            <span className={styles.text}>{row.text}</span>
          </li>
        ))}
      </ul>
      {plan.warnings.length > 0 ? (
        <div className={styles.warnings}>
          {plan.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </div>
      ) : null}
      <CallList plan={plan} />
    </div>
  );
}

function CallList({ plan }: { plan: Plan }) {
  const basis = plan.basis.length === 1 ? plan.basis[0] : undefined;
  const readAt = Math.max(0, ...plan.basis.map((one) => one.readAt ?? 0));
  const on = basis?.pipelineVersion ? ` · planned on pipeline version ${basis.pipelineVersion}` : '';
  const at = readAt > 0 ? `, ${new Date(readAt).toISOString().slice(11, 19)} UTC` : '';
  return (
    <details className={styles.calls}>
      <summary>
        {counted(plan.calls.length, 'call')} to AWS{on}
        {at}
      </summary>
      <ol className={styles.list}>
        {plan.calls.map((call) => (
          <li key={call.key}>
            <code>{call.operation}</code> {call.component}
            {call.stage ? ` ${call.stage}` : ''}: {call.text}
          </li>
        ))}
      </ol>
      {plan.reasonSent === null ? null : <p>AWS is told: “{plan.reasonSent}”</p>}
    </details>
  );
}
