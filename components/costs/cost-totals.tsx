import { memo, type ReactNode } from 'react';
import { dayWords, monthWords } from '#lib/client/costs/day-words.ts';
import { aboutMoney, changePercent, money } from '#lib/client/format/money.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-totals.module.css';

/** The bill in five figures: now, before, what moved, where the month ends, and what a million requests cost. */
export const CostTotals = memo(function CostTotals({ view }: { view: CostsView }) {
  const { total, currency, period, previous, compared, fetch } = view;
  const { change, projection, unit } = total;
  return (
    <dl className={styles.totals}>
      <Total name={`The bill, ${period.label}`} note={`${period.days} days`}>
        {money(total.cost, currency)}
      </Total>
      <Total
        name={previous ? `Before, ${previous.label}` : 'Before'}
        note={previous ? `${previous.days} days` : 'figures do not reach back so far'}
      >
        {total.previous === null ? '–' : money(total.previous, currency)}
      </Total>
      <Total
        name="Change"
        note={
          compared
            ? `${compared.current.label} against ${compared.previous.label}, complete days only${butForTax(view)}`
            : 'no whole days to compare'
        }
      >
        {change ? (
          <>
            <span className={styles.amount}>{money(change.amount, currency, true)}</span>{' '}
            {change.ratio === null ? null : <span className={styles.beside}>{changePercent(change.ratio)}</span>}
          </>
        ) : (
          '–'
        )}
      </Total>
      {projection ? (
        <Total
          name={`By the end of ${monthWords(period.last)}`}
          note={`our projection from the run rate: ${aboutMoney(projection.low, currency)} to ${aboutMoney(projection.high, currency)} in four months of five`}
        >
          {aboutMoney(projection.estimate, currency)}
        </Total>
      ) : (
        <Total
          name="By the month's end"
          note={`told of periods that reach to ${fetch.throughDay === null ? 'the last day with figures' : dayWords(fetch.throughDay)}, once a week is whole`}
        >
          –
        </Total>
      )}
      <Total name="A million requests" note={unit?.perMillion ? 'of all cells with known traffic' : (unit?.why ?? 'rows are not cells')}>
        {unit?.perMillion ? money(unit.perMillion, currency) : '–'}
      </Total>
    </dl>
  );
});

/** Tax, support and credits may hide what cells did. */
function butForTax({ comparableChange, total }: CostsView): string {
  const ratio = comparableChange?.ratio;
  const all = total.change?.ratio;
  if (ratio === null || ratio === undefined) return '';
  if (all !== null && all !== undefined && changePercent(all) === changePercent(ratio)) return '';
  return `; ${changePercent(ratio)} but for tax, support and credits`;
}

function Total({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className={styles.total}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.figure}>{children}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
