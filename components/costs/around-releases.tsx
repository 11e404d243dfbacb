'use client';

import { memo, useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { count, counted } from '#lib/client/format/figures.ts';
import { changePercent, money } from '#lib/client/format/money.ts';
import type { AroundRelease } from '#lib/domain/cost/around-release.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import styles from './cost-cards.module.css';

const AT_ONCE = 6;

/** What the cells of a wave cost a day before and after a release came there. */
export const AroundReleases = memo(function AroundReleases({ view }: { view: CostsView }) {
  const [all, setAll] = useState(false);
  const { releases, currency } = view;
  if (releases.length === 0) {
    return (
      <Panel
        title="Before and after a release"
        state={{
          face: 'empty',
          title: 'No release came in these months',
          detail: 'Three whole days after one came to a wave, what its cells cost a day is compared with the same weekdays before.',
        }}
      />
    );
  }
  const compared = releases.filter(({ before }) => before !== null);
  const others = releases.filter(({ before }) => before === null);
  const shown = all ? compared : compared.slice(0, AT_ONCE);
  return (
    <Panel title="Before and after a release" aside="a day, same weekdays">
      {shown.length > 0 ? <ReleaseTable releases={shown} currency={currency} /> : null}
      {compared.length > AT_ONCE ? (
        <button className={styles.more} type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${compared.length - AT_ONCE} more`}
        </button>
      ) : null}
      {others.length > 0 ? <NotCompared releases={others} all={compared.length === 0} /> : null}
    </Panel>
  );
});

/** Releases that say nothing of costs: how many and since what; each with its reason, if asked. @param all whether no other came */
function NotCompared({ releases, all }: { releases: readonly AroundRelease[]; all: boolean }) {
  return (
    <>
      <p className={styles.note}>
        {all ? 'None can be compared yet' : `${count(releases.length)} more cannot be compared`}: what a wave's cells cost a day is compared
        once three whole days have passed since a release came there.
      </p>
      <details className={styles.others}>
        <summary>Show {count(releases.length)}, each with its reason</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={styles.scroll} tabIndex={0} aria-label="Releases that cannot be compared">
          <ul>
            {releases.map(({ component, executionId, revision, wave, why }) => (
              <li key={`${component} ${executionId} ${wave}`}>
                {component} <code>{revision}</code> <span className={styles.quiet}>in {wave}</span>
                <span className={styles.under}>{why}</span>
              </li>
            ))}
          </ul>
        </section>
      </details>
    </>
  );
}

function ReleaseTable({ releases, currency }: { releases: readonly AroundRelease[]; currency: string }) {
  return (
    <table className={`${styles.lines} ${styles.releases}`}>
      <thead>
        <tr>
          <th scope="col">Release and wave</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
          <th scope="col">Change</th>
          <th scope="col">Per million</th>
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <Release key={`${release.component} ${release.executionId} ${release.wave}`} release={release} currency={currency} />
        ))}
      </tbody>
    </table>
  );
}

function Release({ release, currency }: { release: AroundRelease; currency: string }) {
  const { component, revision, wave, before, after, change, perMillion, compared, cells, days } = release;
  return (
    <tr>
      <th scope="row">
        {component} <code>{revision}</code> <span className={styles.quiet}>in {wave}</span>
        <span className={styles.under}>
          {`${compared < cells ? `${compared} of ` : ''}${counted(cells, 'cell')}, ${days} days each side`}
        </span>
      </th>
      <td>{before === null ? '–' : money(before, currency)}</td>
      <td>{after === null ? '–' : money(after, currency)}</td>
      <td>{change === null ? '–' : changePercent(change)}</td>
      <td>{perMillion?.change === undefined || perMillion.change === null ? '–' : changePercent(perMillion.change)}</td>
    </tr>
  );
}
