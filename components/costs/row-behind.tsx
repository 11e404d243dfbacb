'use client';

import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { costsBehindQuery } from '#lib/client/costs/costs-query.ts';
import { joined, percent } from '#lib/client/format/figures.ts';
import { money } from '#lib/client/format/money.ts';
import { RequestError } from '#lib/client/read-problem.ts';
import { shortService } from '#lib/domain/cost/service-name.ts';
import type { CostsRowView, CostsView } from '#lib/views/costs-view.ts';
import styles from './row-behind.module.css';

/** The services (or accounts) that a row's cost consists of, with what each moved. */
export function RowBehind({ row, view, ask }: { row: CostsRowView; view: CostsView; ask: string }) {
  const { data, error } = useQuery({ ...costsBehindQuery(ask, row.id, view.version), enabled: row.cost !== null });
  const { currency, previous } = view;
  if (row.cost === null) return <p className={styles.note}>{row.why}</p>;
  if (error) return <p className={styles.note}>{error instanceof RequestError ? error.message : 'The server does not answer.'}</p>;
  if (!data) return <Skeleton height={112} />;
  return (
    <div className={styles.behind}>
      {row.change && row.change.because.length > 0 ? (
        <p className={styles.because}>
          Moved by{' '}
          {row.change.because.map(({ owner, service, amount }, at) => (
            <span key={`${owner} ${service}`}>
              {at > 0 ? ', ' : ''}
              {owner === null ? '' : `${owner}'s `}
              {shortService(service)} <strong>{money(amount, currency, true)}</strong>
            </span>
          ))}
          .
        </p>
      ) : null}
      <table className={styles.parts}>
        <thead>
          <tr>
            <th scope="col">{data.of === 'services' ? 'Service' : 'Account or cell'}</th>
            <th scope="col">Cost</th>
            <th scope="col">Share</th>
            <th scope="col">{previous?.label ?? 'Before'}</th>
          </tr>
        </thead>
        <tbody>
          {data.parts.map(({ name, cost, share, previous: before }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{money(cost, currency)}</td>
              <td>{share === null ? '–' : joined(percent(share))}</td>
              <td>{before === null ? '–' : money(before, currency)}</td>
            </tr>
          ))}
          {data.rest ? (
            <tr>
              <th scope="row">{data.rest.count} more</th>
              <td>{money(data.rest.cost, currency)}</td>
              <td />
              <td />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
