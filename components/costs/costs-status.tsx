'use client';

import { RelativeTime } from '#components/ui/relative-time.tsx';
import { dayWords } from '#lib/client/costs/day-words.ts';
import { counted } from '#lib/client/format/figures.ts';
import { money } from '#lib/client/format/money.ts';
import type { CostsStatusView, CostsView } from '#lib/views/costs-view.ts';
import styles from './costs-status.module.css';

/** How fresh the figures are, what reading them cost, and what Cellwatch itself costs. */
export function CostsStatus({ view, status }: { view: CostsView | null; status: CostsStatusView }) {
  const { ownBill } = status;
  return (
    <div className={styles.line}>
      {view ? (
        <p>
          Costs <strong>through {view.fetch.throughDay === null ? 'an unknown day' : dayWords(view.fetch.throughDay)}</strong>
          {view.incompleteFrom === null ? '' : `, not whole from ${dayWords(view.incompleteFrom)} on`}
          {view.estimatedFrom === null ? '' : `, AWS's estimates from ${dayWords(view.estimatedFrom)} on`} · AWS updates them about daily
          <span className={styles.fetched}>
            {' '}
            · the last fetch cost {money(view.fetch.usd, 'USD')} ({counted(view.fetch.requests, 'request')}),{' '}
            <span className={styles.when}>{view.fetch.at === null ? 'at an unknown time' : <RelativeTime at={view.fetch.at} />}</span>
          </span>
        </p>
      ) : null}
      <p className={styles.own}>
        Cellwatch's own AWS bill this month <strong>{money(ownBill.usd, 'USD')}</strong>
        {ownBill.budgetUsd === null ? '' : ` of ${money(ownBill.budgetUsd, 'USD')}`}
      </p>
    </div>
  );
}
