'use client';

import { memo, useId, useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { aboutMoney } from '#lib/client/format/money.ts';
import { shortService } from '#lib/domain/cost/service-name.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-cards.module.css';

/** What one more cell of a wave would cost in a month, from its peers. */
export const OneMoreCellCard = memo(function OneMoreCellCard({ view }: { view: CostsView }) {
  const { oneMore, oneMoreWithout, currency } = view;
  const id = useId();
  const [chosen, choose] = useState<string | null>(null);
  const one = oneMore.find(({ wave }) => wave === chosen) ?? oneMore[oneMore.length - 1];
  if (!one) {
    return (
      <Panel
        title="One more cell"
        state={{ face: 'empty', title: 'No estimate yet', detail: oneMoreWithout.map(({ wave, why }) => `${wave}: ${why}.`).join(' ') }}
      />
    );
  }
  return (
    <Panel
      title="One more cell"
      aside={
        <label className={styles.choose} htmlFor={id}>
          in wave{' '}
          <select id={id} value={one.wave} onChange={({ target }) => choose(target.value)}>
            {oneMore.map(({ wave }) => (
              <option key={wave}>{wave}</option>
            ))}
          </select>
        </label>
      }
    >
      <p className={styles.figure}>
        {aboutMoney(Number(one.perMonth), currency)} <span className={styles.unit}>a month</span>
      </p>
      <p className={styles.note}>
        {one.basis}
        {one.peers > 1 && `; they cost ${aboutMoney(Number(one.low), currency)} to ${aboutMoney(Number(one.high), currency)}`}.
      </p>
      <table className={styles.lines}>
        <tbody>
          {one.services.slice(0, 6).map(({ service, perMonth }) => (
            <tr key={service}>
              <th scope="row">{shortService(service)}</th>
              <td>{aboutMoney(Number(perMonth), currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
});
