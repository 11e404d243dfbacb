import Link from 'next/link';
import { memo, type ReactNode, useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { cellHref } from '#lib/client/cell/parse-range.ts';
import { anomalyWords } from '#lib/client/costs/anomaly-words.ts';
import { dayWords } from '#lib/client/costs/day-words.ts';
import { sumMoney } from '#lib/client/costs/sum-money.ts';
import { counted } from '#lib/client/format/figures.ts';
import { changePercent, money } from '#lib/client/format/money.ts';
import { shortService } from '#lib/domain/cost/service-name.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './stands-out.module.css';

/** So many of each kind are shown at once. */
const AT_ONCE = 3;

/** What a person should look at first: anomalies, cells that are dear beside their wave, idle cells, accounts of nobody. */
export const StandsOut = memo(function StandsOut({ view }: { view: CostsView }) {
  const { anomalies, dear, idle, currency, unclaimed } = view;
  const charged = unclaimed.flatMap(({ name, cost }) => (cost === null ? [] : [{ name, cost }]));
  const items = [
    ...anomalies.map((one) => (
      <Item
        key={`${one.owner} ${one.service} ${one.firstDay}`}
        who={<Who name={one.owner} isCell={one.ownerKind === 'cell'} />}
        what={one.service === null ? 'cost' : shortService(one.service)}
        figure={money(one.excess, currency, true)}
        note={anomalyWords(one, currency)}
        loud
      />
    )),
    ...dear.map(({ cell, perMillion, waveMedian, away }) => (
      <Item
        key={`dear ${cell}`}
        who={<Who name={cell} isCell />}
        what={`${money(perMillion, currency)} per million`}
        figure={changePercent(away)}
        note={`the wave's median is ${money(waveMedian, currency)}`}
        loud
      />
    )),
    ...idle.map(({ cell, cost, requests, since, state }) => (
      <Item
        key={`idle ${cell}`}
        who={<Who name={cell} isCell />}
        what={since === null ? 'idle for as long as is known' : `idle since ${dayWords(since)}`}
        figure={money(cost, currency)}
        note={`${counted(requests, 'request')} in these days${state === 'in-service' ? '' : `, ${state}`}`}
      />
    )),
  ];
  const last =
    charged.length > 0 ? (
      <Item
        key="unclaimed"
        who={<strong>{counted(charged.length, 'account')} that no cell claims</strong>}
        what=""
        figure={money(sumMoney(charged.map(({ cost }) => cost)), currency)}
        note={charged
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')
          .concat(charged.length > 3 ? ` and ${charged.length - 3} more` : '')}
      />
    ) : null;
  return (
    <Panel title="What stands out">
      {items.length === 0 && !last ? (
        <p className={styles.nothing}>Nothing: no anomaly, no idle cell, and every account belongs to a cell or to all of them.</p>
      ) : (
        <Shortened items={items} last={last} />
      )}
    </Panel>
  );
});

function Shortened({ items, last }: { items: readonly ReactNode[]; last: ReactNode }) {
  const [all, setAll] = useState(false);
  const most = last ? AT_ONCE : AT_ONCE + 1;
  return (
    <>
      <ul className={styles.items}>
        {all ? items : items.slice(0, most)}
        {last}
      </ul>
      {items.length > most ? (
        <button className={styles.more} type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${items.length - most} more`}
        </button>
      ) : null}
    </>
  );
}

function Who({ name, isCell }: { name: string; isCell: boolean }) {
  return isCell ? (
    <Link className={styles.cell} href={cellHref(name)} prefetch={false}>
      {name}
    </Link>
  ) : (
    <strong>{name}</strong>
  );
}

function Item({ who, what, figure, note, loud = false }: { who: ReactNode; what: string; figure: string; note: string; loud?: boolean }) {
  return (
    <li className={styles.item}>
      <span className={styles.who}>
        {who}
        {what === '' ? '' : ` · ${what}`}
      </span>
      <span className={loud ? `${styles.figure} ${styles.loud}` : styles.figure}>{figure}</span>
      <span className={styles.note}>{note}</span>
    </li>
  );
}
