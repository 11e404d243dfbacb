'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useGrants } from '#components/shell/person.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { cellCostsQuery } from '#lib/client/costs/costs-query.ts';
import { changePercent, money } from '#lib/client/format/money.ts';
import { permits } from '#lib/domain/access/permits.ts';
import { type CellCostsView, SPARK_TOP } from '#lib/views/costs-view.ts';
import styles from './cell-costs.module.css';

const HEIGHT = 78;

/** What the cell cost in the last 30 days, for those who may read costs. */
export function CellCosts({ name }: { name: string }) {
  const mayRead = permits(useGrants(), 'read:costs');
  const { data, error } = useQuery({ ...cellCostsQuery(name), enabled: mayRead });
  if (!mayRead) return null;
  const link = (
    <Link href={`/costs?${new URLSearchParams({ period: '30d', q: name })}`} prefetch={false}>
      Costs
    </Link>
  );
  if (!data) {
    const why = error instanceof Error ? error.message : null;
    return (
      <Panel
        title="Cost, last 30 days"
        aside={link}
        state={why === null ? { face: 'waiting', height: HEIGHT } : { face: 'empty', title: 'Not known', detail: why }}
      />
    );
  }
  return (
    <Panel title="Cost, last 30 days" aside={link}>
      <Figures costs={data} />
    </Panel>
  );
}

function Figures({ costs: { row, currency, period } }: { costs: CellCostsView }) {
  const { cost, change, unit, why, spark } = row;
  if (cost === null) return <p className={styles.quiet}>{why}</p>;
  return (
    <div className={styles.costs}>
      <p>
        <span className={styles.figure}>{money(cost, currency)}</span> <span className={styles.quiet}>{period}</span>
        {change ? (
          <span className={styles.quiet}>
            , {money(change.amount, currency, true)}
            {change.ratio === null ? '' : ` (${changePercent(change.ratio)})`} on whole days against the 30 before
          </span>
        ) : null}
      </p>
      <p className={styles.quiet}>
        {unit?.perMillion
          ? `${money(unit.perMillion, currency)} per million requests`
          : `Per million requests: ${unit?.why ?? 'not known'}`}
        {unit?.waveMedian ? `, the wave's median is ${money(unit.waveMedian, currency)}` : ''}
      </p>
      <span className={styles.spark}>
        <Sparkline points={spark} ceiling={SPARK_TOP} />
      </span>
    </div>
  );
}
