'use client';

import Link from 'next/link';
import { ActionButton } from '#components/actions/action-button.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { PageDetail, PageHead } from '#components/ui/page-head.tsx';
import { usePipeline } from '#lib/client/deployments/use-rollouts.ts';
import type { PipelineView } from '#lib/views/rollouts-view.ts';
import top from './deployments-page.module.css';
import { NewestRelease } from './newest-release.tsx';
import styles from './pipeline-page.module.css';
import { ReleaseHistory } from './release-history.tsx';
import { StagePath } from './stage-path.tsx';
import { StaleNotice } from './stale-notice.tsx';

/** One pipeline: the path of its release through the waves, and what can be done about it. @param first the view that came with the page */
export function PipelinePage({ first }: { first: PipelineView }) {
  const { view, problem, retry } = usePipeline(first.pipeline.name, first);
  const { component, pipeline, headline, newest } = view;
  const rollsBack = view.stages.some((stage) => stage.rollbackCandidate !== null);
  return (
    <div className={styles.page}>
      <PageHead
        title={headline.lead}
        above={
          <p className={styles.crumb}>
            <Link href="/deployments" prefetch={false}>
              Deployments
            </Link>{' '}
            / {component}
          </p>
        }
        below={
          <>
            {headline.detail === '' ? null : <PageDetail>{headline.detail}</PageDetail>}
            <p className={styles.under}>
              <span>
                {pipeline.name} in <CopyId value={pipeline.accountId} /> {pipeline.region}
              </span>
              {pipeline.mode ? <span>{pipeline.mode.toLowerCase()}</span> : null}
              {pipeline.version === null ? null : <span>structure version {pipeline.version}</span>}
              <a href={pipeline.consoleUrl} target="_blank" rel="noreferrer">
                AWS console ↗
              </a>
            </p>
          </>
        }
        actions={
          <>
            <ActionButton
              verb="roll-back"
              target={{ component }}
              impossible={rollsBack ? null : 'No stage has an earlier release that AWS would roll back to.'}
            >
              ↩ Roll back …
            </ActionButton>
            <ActionButton
              verb="halt-rollout"
              target={{ component, ...(newest ? { executionId: newest.executionId } : {}) }}
              kind="warning"
              impossible={view.moving ? null : 'Nothing moves here.'}
            >
              ■ Halt {newest?.revision ?? 'the release'} …
            </ActionButton>
          </>
        }
      />
      <StaleNotice problem={problem} retry={retry} />
      {view.problem ? <p className={top.problem}>{view.problem.text}</p> : null}
      {newest ? <NewestRelease release={newest} suspect={view.suspect} /> : null}
      <div className={styles.columns}>
        <StagePath component={component} stages={view.stages} />
        <ReleaseHistory releases={view.releases} />
      </div>
      {view.drift ? <PageDetail>{view.drift}</PageDetail> : null}
    </div>
  );
}
