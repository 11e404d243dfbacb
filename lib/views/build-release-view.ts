import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Release, Rollout } from '#lib/domain/release/rollout.ts';
import { httpsUrl, pipelineConsoleUrl } from './console-links.ts';
import { isoTime } from './iso-time.ts';
import type { ReleaseTone } from './release-views.ts';
import type { ReleaseView } from './rollouts-view.ts';

const TONES: Readonly<Record<Release['status'], ReleaseTone>> = {
  InProgress: 'moving',
  Stopping: 'moving',
  Stopped: 'needs-person',
  Succeeded: 'quiet',
  Superseded: 'quiet',
  Failed: 'failed',
  Cancelled: 'quiet',
};

/** One release as the pipeline's history tells it. */
export function buildReleaseView(release: Release, rollout: Rollout, organization: Registry['organization']): ReleaseView {
  const { executionId, rollbackTarget } = release;
  const target = rollbackTarget === null ? null : (rollout.releases.find((one) => one.executionId === rollbackTarget) ?? null);
  const [first] = release.revisions;
  const ended = release.status !== 'InProgress' && release.status !== 'Stopping';
  return {
    executionId,
    revision: release.revision,
    status: release.status,
    outcome: outcome(release, rollout),
    tone: TONES[release.status],
    type: release.type,
    rollbackTo: rollbackTarget === null ? null : { executionId: rollbackTarget, revision: target?.revision ?? null },
    revisions: release.revisions.map((revision) => ({ ...revision, url: httpsUrl(revision.url) })),
    message: first?.message?.trim().split('\n')[0] || null,
    author: first?.author ?? null,
    commitUrl: httpsUrl(first?.url ?? null),
    startedAt: isoTime(release.startedAt),
    endedAt: ended ? isoTime(release.updatedAt) : null,
    trigger: release.trigger,
    stopReason: release.stopReason,
    consoleUrl: pipelineConsoleUrl(organization, rollout.pipeline, executionId),
  };
}

function outcome(release: Release, { stages, releases }: Rollout): string {
  const stage = stages.findLast((one) => one.executionId === release.executionId);
  const where = stage ? ` in ${stage.wave ?? stage.name}` : '';
  switch (release.status) {
    case 'InProgress':
      return `under way${where}`;
    case 'Stopping':
      return `stopping${where}`;
    case 'Stopped':
      return `stopped${where}`;
    case 'Succeeded':
      return release.type === 'ROLLBACK' ? `rolled back to ${release.revision}${where}` : 'succeeded';
    case 'Failed':
      return release.type === 'ROLLBACK' ? `rollback failed${where}` : `failed${where}`;
    case 'Cancelled':
      return 'cancelled';
    case 'Superseded': {
      const by = releases[releases.indexOf(release) - 1];
      return by ? `superseded by ${by.revision}` : 'superseded';
    }
  }
}
