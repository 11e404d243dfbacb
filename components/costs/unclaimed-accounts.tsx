'use client';

import { memo, useState } from 'react';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { money } from '#lib/client/format/money.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-cards.module.css';

const AT_ONCE = 6;

/** Accounts of the organization that neither a cell nor all cells claim. */
export const UnclaimedAccounts = memo(function UnclaimedAccounts({ view }: { view: CostsView }) {
  const [all, setAll] = useState(false);
  const { unclaimed, currency } = view;
  if (unclaimed.length === 0) {
    return (
      <Panel
        title="Accounts that no cell claims"
        state={{ face: 'empty', title: 'None', detail: 'Every account that the bill names belongs to a cell, or to all of them.' }}
      />
    );
  }
  return (
    <Panel title="Accounts that no cell claims">
      <p className={styles.note}>
        The registry names none of these. Add the cell that has it, or an item of <code>shared</code> where it serves all cells.
      </p>
      <table className={styles.lines}>
        <tbody>
          {(all ? unclaimed : unclaimed.slice(0, AT_ONCE)).map(({ id, name, state, cost }) => (
            <tr key={id}>
              <th scope="row">
                {name === id ? null : `${name} `}
                <CopyId value={id} />
                {state === null || state === 'ACTIVE' ? null : (
                  <span className={styles.quiet}> {state.toLowerCase().replaceAll('_', ' ')}</span>
                )}
              </th>
              <td>{cost === null ? 'no charge' : money(cost, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unclaimed.length > AT_ONCE ? (
        <button className={styles.more} type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${unclaimed.length - AT_ONCE} more`}
        </button>
      ) : null}
    </Panel>
  );
});
