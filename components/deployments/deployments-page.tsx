'use client';

import { ActionButton } from '#components/actions/action-button.tsx';
import { PauseReminders } from '#components/actions/pause-reminders.tsx';
import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { arrangeComponents, formatDeploymentsFilter, parseDeploymentsFilter, SHOWS } from '#lib/client/deployments/deployments-filter.ts';
import { useRollouts } from '#lib/client/deployments/use-rollouts.ts';
import { useAddressFilter } from '#lib/client/use-address-filter.ts';
import type { RolloutsView } from '#lib/views/rollouts-view.ts';
import { MarksLegend } from './cell-marks.tsx';
import styles from './deployments-page.module.css';
import { Matrix } from './matrix.tsx';
import { StaleNotice } from './stale-notice.tsx';

const SHOW_WORDS = { all: 'everything', moving: 'what moves', stopped: 'what is paused', attention: 'what needs a person' } as const;

/** Every component in every wave. @param first the view that came with the page */
export function DeploymentsPage({ first }: { first: RolloutsView }) {
  const { view, problem, retry } = useRollouts(first);
  const [filter, change] = useAddressFilter(parseDeploymentsFilter, formatDeploymentsFilter);
  const folded = new Set(filter.folded);
  const components = arrangeComponents(view.components, filter);
  const drifts = view.components.filter((one) => one.drift !== null && one.crossings.length > 0);
  return (
    <div className={styles.page}>
      <PageHead
        title={view.headline.lead}
        below={view.headline.detail === '' ? null : <PageDetail>{view.headline.detail}</PageDetail>}
        actions={
          <>
            {view.paused > 0 ? (
              <ActionButton verb="resume-wave" target={{ component: '*' }}>
                Resume paused …
              </ActionButton>
            ) : null}
            <ActionButton verb="halt-all" target={{ component: '*' }} kind="warning">
              ■ Halt all releases …
            </ActionButton>
          </>
        }
      />
      <StaleNotice problem={problem} retry={retry} />
      <PauseReminders reminders={view.reminders} />
      {view.components.length === 0 ? (
        <div className={styles.empty}>
          <p>No component is named in the registry yet.</p>
          <p>
            Add <code>components</code> with the name, account and Region of each pipeline, and every release shows here in every wave.
          </p>
        </div>
      ) : (
        <>
          <div className={styles.tools}>
            <input
              className={styles.search}
              type="search"
              placeholder="Component or revision"
              aria-label="Filter by component or revision"
              value={filter.text}
              onChange={(event) => change({ text: event.target.value })}
            />
            <ChoiceMenu
              name="Show"
              choices={SHOWS.map((value) => ({ value, label: SHOW_WORDS[value] }))}
              chosen={[filter.show]}
              onChoose={([show = 'all']) => change({ show })}
            />
          </div>
          {components.length === 0 ? (
            <p className={styles.empty}>No component fits. {filter.show === 'all' ? '' : 'Show everything to see the others.'}</p>
          ) : (
            <Matrix
              components={components}
              waves={view.waves}
              folded={folded}
              onFold={(wave) =>
                change({ folded: folded.has(wave) ? filter.folded.filter((one) => one !== wave) : [...filter.folded, wave] })
              }
            />
          )}
          <MarksLegend />
          {drifts.length > 0 ? (
            <ul className={styles.drifts}>
              {drifts.map((one) => (
                <li key={one.component}>{one.drift}</li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </div>
  );
}
