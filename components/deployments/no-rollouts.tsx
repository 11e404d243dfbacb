'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { useFleet } from '#lib/client/use-fleet.ts';

/** Before any pipeline was read: why, and what to do. Comes to life by itself. */
export function NoRollouts({ problems }: { problems: readonly { title: string; detail: string; fix?: string }[] }) {
  const router = useRouter();
  const version = useFleet().view?.rolloutsVersion ?? null;
  useEffect(() => {
    if (version !== null) router.refresh();
  }, [router, version]);
  const [problem] = problems;
  return (
    <Panel
      title={problem?.title ?? 'No release is known yet'}
      state={{
        face: 'error',
        title: problem?.detail ?? 'Cellwatch has just started and is reading the pipelines for the first time.',
        detail: problem ? (problem.fix ?? '') : 'This page shows them as soon as they are read.',
      }}
    />
  );
}
