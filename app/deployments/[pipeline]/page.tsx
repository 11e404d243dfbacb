import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NoRollouts } from '#components/deployments/no-rollouts.tsx';
import { PipelinePage } from '#components/deployments/pipeline-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { viewOf } from '#lib/http/first-rollouts.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';
import type { PipelineView } from '#lib/views/rollouts-view.ts';

interface Props {
  params: Promise<{ pipeline: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).pipeline) };
}

/** One pipeline. */
export default async function Page({ params }: Props) {
  const name = decodeURIComponent((await params).pipeline);
  const session = await requirePermission('read:health', `/deployments/${encodeURIComponent(name)}`);
  const runtime = await getRuntime();
  const published = await runtime.rollouts.of(name);
  if (!published && runtime.rollouts.pipelines !== null) notFound();
  return (
    <PageShell session={session} at="deployments">
      {published ? (
        <PipelinePage key={name} first={viewOf<PipelineView>(published)} />
      ) : (
        <NoRollouts problems={runtime.readiness().problems} />
      )}
    </PageShell>
  );
}
