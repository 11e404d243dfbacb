import { Panel } from '#components/ui/panel.tsx';
import { monthWords } from '#lib/client/costs/day-words.ts';
import { count } from '#lib/client/format/figures.ts';
import { money } from '#lib/client/format/money.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import styles from './cost-cards.module.css';

/** What Cellwatch's own calls to AWS cost, by price class, and what it reads less often to stay within its budget. */
export function OwnBillCard({ bill }: { bill: OwnBill }) {
  const { month, usd, projectedUsd, classes, budgetUsd, slowed } = bill;
  return (
    <Panel title="Cellwatch's own bill" aside="by AWS's list prices">
      <p className={styles.figure}>
        {money(usd, 'USD')}{' '}
        <span className={styles.unit}>
          in {monthWords(month)} so far
          {projectedUsd === null ? '' : `, about ${money(projectedUsd, 'USD')} by its end`}
        </span>
      </p>
      <p className={styles.note}>
        {budgetUsd === null
          ? 'There is no budget. AWS_BUDGET_USD_PER_MONTH sets one: reading then slows before it is passed.'
          : `The budget is ${money(budgetUsd, 'USD')} a month: reading slows before it is passed, alarms and moving pipelines last.`}
      </p>
      {slowed.length > 0 ? (
        <ul className={styles.slowed}>
          {slowed.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {classes.length > 0 ? (
        <table className={styles.lines}>
          <thead>
            <tr>
              <th scope="col">Calls</th>
              <th scope="col">How many</th>
              <th scope="col">So far</th>
              <th scope="col">By its end</th>
            </tr>
          </thead>
          <tbody>
            {classes.map(({ name, calls, usd: paid, projectedUsd: projected }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(calls)}</td>
                <td>{money(paid, 'USD')}</td>
                <td>{projected === null ? '–' : money(projected, 'USD')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Panel>
  );
}
