'use client';

import { useMemo, useState } from 'react';
import { askQuery, asksOther, formatCostsLook, parseCostsLook } from '#lib/client/costs/costs-look.ts';
import { type FirstAnswer, useCosts } from '#lib/client/costs/use-costs.ts';
import { useAddressFilter } from '#lib/client/use-address-filter.ts';
import { AroundReleases } from './around-releases.tsx';
import { CostChartPanel } from './cost-chart-panel.tsx';
import { CostTotals } from './cost-totals.tsx';
import styles from './costs-page.module.css';
import { CostsSkeleton } from './costs-skeleton.tsx';
import { CostsStatus } from './costs-status.tsx';
import { CostsTable } from './costs-table.tsx';
import { CostsToolbar } from './costs-toolbar.tsx';
import { NoCosts } from './no-costs.tsx';
import { OneMoreCellCard } from './one-more-cell-card.tsx';
import { OwnBillCard } from './own-bill-card.tsx';
import { PaperHead } from './paper-head.tsx';
import { RefusedAsk } from './refused-ask.tsx';
import { StaleCosts } from './stale-costs.tsx';
import { StandsOut } from './stands-out.tsx';
import { UnclaimedAccounts } from './unclaimed-accounts.tsx';

/** What cells cost, what moved it, and what a million requests cost there. @param first what came with the page */
export function CostsPage({ first }: { first: Omit<FirstAnswer, 'ask'> }) {
  const [look, change] = useAddressFilter(parseCostsLook, formatCostsLook, asksOther);
  const ask = askQuery(look).toString();
  const [came] = useState(() => ({ ...first, ask }));
  const { view, status, refusal, problem, waiting, retry } = useCosts(came, ask);
  const arrangement = useMemo(
    () => ({ sort: look.sort, ascending: look.ascending, text: look.text }),
    [look.sort, look.ascending, look.text],
  );

  if (!status.known || (!view && !refusal)) {
    return (
      <div className={styles.page}>
        {status.problem && !status.known ? <NoCosts problem={status.problem} status={status} /> : <CostsSkeleton />}
        {status.problem ? (
          <div className={styles.cards}>
            <OwnBillCard bill={status.ownBill} />
          </div>
        ) : null}
      </div>
    );
  }
  return (
    <div className={styles.page}>
      {view ? <PaperHead view={view} text={look.text} className={styles.paper} /> : null}
      <CostsStatus view={view} status={status} />
      <div className={styles.top}>
        <div className={styles.words} aria-live="polite">
          <h1 className={styles.headline}>{view?.headline.lead ?? 'These costs cannot be shown'}</h1>
          {view && view.headline.detail !== '' ? <p className={styles.detail}>{view.headline.detail}</p> : null}
        </div>
        <CostsToolbar
          look={look}
          change={change}
          throughDay={view?.fetch.throughDay ?? null}
          label={view?.period.label ?? look.period}
          refused={!view}
        />
      </div>
      <StaleCosts status={status} problem={problem} retry={retry} at={view?.fetch.at ?? null} />
      {refusal !== null ? <RefusedAsk refusal={refusal} look={look} /> : null}
      {view ? (
        <div className={waiting ? `${styles.figures} ${styles.waiting}` : styles.figures} aria-busy={waiting}>
          <CostTotals view={view} />
          <div className={styles.columns}>
            <CostChartPanel view={view} />
            <StandsOut view={view} />
          </div>
          <CostsTable view={view} ask={ask} arrangement={arrangement} change={change} />
          <div className={styles.cards}>
            <OneMoreCellCard view={view} />
            <AroundReleases view={view} />
            <UnclaimedAccounts view={view} />
            <OwnBillCard bill={status.ownBill} />
          </div>
        </div>
      ) : null}
    </div>
  );
}
